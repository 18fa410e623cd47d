'use client'

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatTick, formatTime } from '../../lib/format'
import { DASHES, type PricePoint } from '../../lib/prices'

/** Prices as steps over time; where nobody offered there is no line. */
export function PriceChart({ points, names }: { points: PricePoint[]; names: string[] }) {
  const span = (points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0)
  return (
    <ResponsiveContainer width="100%" height={240}>
      <LineChart data={points} margin={{ top: 8, right: 22, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} />
        <XAxis
          dataKey="time"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          tickFormatter={(time: number) => formatTick(time, span)}
          tickLine={false}
          minTickGap={32}
        />
        <YAxis
          domain={[0, 'auto']}
          tickFormatter={(value: number) => String(Number(value.toPrecision(3)))}
          width={76}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip content={<PriceTip names={names} />} isAnimationActive={false} />
        {names.map((name, index) => (
          <Line
            key={name}
            dataKey={`line${index}`}
            name={name}
            type="stepAfter"
            dot={{ r: 2 }}
            strokeWidth={2}
            strokeDasharray={DASHES[index % DASHES.length] ?? '0'}
            className={`price-line price-line-${index % DASHES.length}`}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}

interface TipProps {
  names: string[]
  active?: boolean
  payload?: readonly { payload?: PricePoint }[]
}

function PriceTip({ names, active, payload }: TipProps) {
  const point = payload?.[0]?.payload
  if (!active || !point) return null
  return (
    <div className="chart-tip">
      <b>{formatTime(new Date(point.time).toISOString())} UTC</b>
      {names.map((name, index) => {
        const price = point[`line${index}`]
        return price == null ? null : (
          <div key={name}>
            <span>{name}</span>
            <span>{Number(price.toPrecision(4))} 0G</span>
          </div>
        )
      })}
    </div>
  )
}
