import { z } from 'zod'
import { DEFAULT_LIMITS, type Limits } from './limits'

const whole = (max: number) =>
  z.coerce
    .number({ error: `expected a whole number, 1 to ${max}` })
    .int(`expected a whole number, 1 to ${max}`)
    .min(1, `expected a whole number, 1 to ${max}`)
    .max(max, `expected a whole number, 1 to ${max}`)
    .optional()

/** Which variable sets which limit, with the largest value that makes sense. */
const VARIABLES: Record<keyof Limits, [string, number]> = {
  bodyBytes: ['API_MAX_BODY_BYTES', 64 * 1024 * 1024],
  tokens: ['API_MAX_TOKENS', 100_000],
  depth: ['API_MAX_DEPTH', 100],
  aliases: ['API_MAX_ALIASES', 10_000],
  directives: ['API_MAX_DIRECTIVES', 10_000],
  nodes: ['API_MAX_NODES', 10_000_000],
  cost: ['API_MAX_COST', 1_000_000_000],
  responseBytes: ['API_MAX_RESPONSE_BYTES', 1024 * 1024 * 1024],
  statementMs: ['API_STATEMENT_TIMEOUT_MS', 600_000],
  rate: ['API_RATE', 1_000_000],
  burst: ['API_BURST', 1_000_000],
  agentRate: ['API_AGENT_RATE', 1_000_000],
  agentBurst: ['API_AGENT_BURST', 1_000_000],
  streams: ['API_MAX_STREAMS', 1_000_000],
  streamsPerClient: ['API_MAX_STREAMS_PER_CLIENT', 1_000_000],
  streamBuffer: ['API_STREAM_BUFFER', 1_000_000],
}

/** The variables of the limits, for the schema of the whole environment. */
export const LIMIT_VARIABLES = Object.fromEntries(
  Object.values(VARIABLES).map(([name, max]) => [name, whole(max)]),
) as Record<string, ReturnType<typeof whole>>

/** @param value the checked environment. */
export function readLimits(value: Record<string, unknown>): Limits {
  const entries = Object.entries(VARIABLES).map(([limit, [name]]) => [
    limit,
    value[name] ?? DEFAULT_LIMITS[limit as keyof Limits],
  ])
  return Object.fromEntries(entries) as Limits
}
