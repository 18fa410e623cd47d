import type { Position, Scope } from './scope.js'

/** A collection was asked for in a way that cannot be read; the message says what was expected. */
export class RequestError extends Error {
  override name = 'RequestError'
}

export interface CollectionRequest {
  scope: Scope
  /** Where the file starts; undefined at the start of the interval. */
  after: Position | undefined
}

const PROVIDER = /^\/bundle\/provider\/(0x[0-9a-f]{40})\.zip$/
const AGENT = /^\/bundle\/agent\/(eip155:([0-9]{1,16}):0x[0-9a-f]{40}:[0-9]{1,78})\.zip$/
const MAX_INT = 2_147_483_647
const MAX_TIME = Date.UTC(9999, 0)

/**
 * Reads `/bundle/agent/<id>.zip?from=&to=&after=` and the same of a provider; undefined for any other path, and for an
 * agent of another chain.
 * @throws RequestError
 */
export function readCollectionRequest(url: string, chainId: number): CollectionRequest | undefined {
  const [path = '', query = ''] = url.split('?', 2)
  const found = readParty(path, chainId)
  if (!found) return undefined
  const parameters = new URLSearchParams(query)
  const [from, to] = [readTime('from', parameters), readTime('to', parameters)]
  if (from >= to) throw new RequestError('from: expected a time before to.')
  return { scope: { ...found, from, to }, after: readPosition(parameters.get('after')) }
}

function readParty(path: string, chainId: number): Pick<Scope, 'kind' | 'id'> | undefined {
  const provider = PROVIDER.exec(path)?.[1]
  if (provider !== undefined) return { kind: 'provider', id: provider }
  const [, agent, chain] = AGENT.exec(path) ?? []
  return agent !== undefined && chain === `${chainId}` ? { kind: 'agent', id: agent } : undefined
}

function readTime(name: string, parameters: URLSearchParams): number {
  const value = parameters.get(name) ?? ''
  const time = /^\d{12,15}$/.test(value) ? Number(value) : readIsoTime(value)
  if (!(time >= 0 && time <= MAX_TIME))
    throw new RequestError(`${name}: expected a time such as 2026-03-01T00:00:00Z, or milliseconds since 1970.`)
  return time
}

function readIsoTime(value: string): number {
  return /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)?$/.test(value) ? Date.parse(value) : Number.NaN
}

function readPosition(value: string | null): Position | undefined {
  if (value === null) return undefined
  const [, block, log] = /^(\d{1,10})-(\d{1,10})$/.exec(value) ?? []
  const position = { block_number: Number(block), log_index: Number(log) }
  if (!(position.block_number <= MAX_INT && position.log_index <= MAX_INT))
    throw new RequestError('after: expected the value of next in the index of the file before.')
  return position
}
