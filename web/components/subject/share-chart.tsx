'use client'

import {
  BarChart,
  Bar as BarShape,
  CartesianGrid,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { formatTick, formatTime } from '../../lib/format'
import type { Bar, Measure } from '../../lib/shares'
import type { CellStatus } from '../../lib/status'

/** From the axis upwards: what is established lies on the ground. */
const STACK: readonly CellStatus[] = ['pass', 'absent', 'unavailable', 'fail', 'waiting']

/** What each part of a bar means. */
export type PartWords = Readonly<Record<CellStatus, string>>

/**
 * Stacked bars over time: zero-based, without motion, each part with a pattern of its own. What is not known is hatched
 * over the whole height, so that nobody takes it for nothing.
 */
export function ShareChart({ bars, by, words }: { bars: Bar[]; by: Measure; words: PartWords }) {
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
        {bars.map(({ from, gap }) =>
          gap ? <ReferenceArea key={from} x1={from} x2={from} fill="url(#p-gap)" fillOpacity={1} /> : null,
        )}
        <Tooltip content={<ChartTip words={words} />} isAnimationActive={false} />
        {STACK.map((status) => (
          <BarShape
            key={status}
            dataKey={status}
            name={words[status]}
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
  words: PartWords
}

function ChartTip({ active, payload, words }: TipProps) {
  const bar = payload?.[0]?.payload
  if (!active || !bar) return null
  return (
    <div className="chart-tip">
      <b>{formatTime(new Date(bar.from).toISOString())} UTC</b>
      {bar.gap && <div>Not indexed yet</div>}
      {STACK.filter((status) => bar[status] > 0).map((status) => (
        <div key={status}>
          <span>{words[status]}</span>
          <span>{Number(bar[status].toPrecision(4))}</span>
        </div>
      ))}
    </div>
  )
}
