'use client'

import { BarChart, Bar as BarShape, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatTick, formatTime } from '../../lib/format'
import type { Bar, Measure } from '../../lib/shares'
import { type CellStatus, STATUS_LOOK } from '../../lib/status'

/** From the axis upwards: what is established lies on the ground. */
const STACK: readonly CellStatus[] = ['pass', 'absent', 'unavailable', 'fail', 'waiting']

/** Stacked bars of one question over time: zero-based, without motion, each status with a pattern of its own. */
export function ShareChart({ bars, by }: { bars: Bar[]; by: Measure }) {
  const span = (bars.at(-1)?.until ?? 0) - (bars[0]?.from ?? 0)
  return (
    <ResponsiveContainer width="100%" height={240}>
      <BarChart data={bars} margin={{ top: 8, right: 22, bottom: 0, left: 0 }} barCategoryGap="12%">
        <CartesianGrid vertical={false} />
        <XAxis
          dataKey="from"
          tickFormatter={(time: number) => formatTick(time, span)}
          tickLine={false}
          minTickGap={32}
        />
        <YAxis
          domain={[0, by === 'count' ? 'dataMax' : 'auto']}
          tickFormatter={(value: number) => String(Number(value.toPrecision(3)))}
          allowDecimals={by === 'money'}
          width={by === 'money' ? 76 : 44}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip content={ChartTip} isAnimationActive={false} />
        {STACK.map((status) => (
          <BarShape
            key={status}
            dataKey={status}
            name={STATUS_LOOK[status].word}
            stackId="status"
            fill={`url(#p-${status})`}
            className={`chart-${status}`}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}

interface TipProps {
  active?: boolean
  payload?: readonly { payload?: Bar }[]
}

function ChartTip({ active, payload }: TipProps) {
  const bar = payload?.[0]?.payload
  if (!active || !bar) return null
  return (
    <div className="chart-tip">
      <b>{formatTime(new Date(bar.from).toISOString())} UTC</b>
      {STACK.filter((status) => bar[status] > 0).map((status) => (
        <div key={status}>
          <span>{STATUS_LOOK[status].word}</span>
          <span>{Number(bar[status].toPrecision(4))}</span>
        </div>
      ))}
    </div>
  )
}
