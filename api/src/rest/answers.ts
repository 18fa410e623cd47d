import type { Answer, Tools } from './endpoint'
import type { HeadFragment } from './generated/operations'
import { RestError } from './restError'
import { describeShape } from './shape'

/** Answers follow the indexed head: after this time they are asked for again, mostly with 304 for an answer. */
export const FOLLOWS_HEAD = 'public, max-age=2'
export const FOREVER = 'public, max-age=31536000, immutable'
export const JSON_TYPE = 'application/json; charset=utf-8'

/** JSON of a query's answer. The tag leaves out how far chain and log have gone on: both do without a new fact. */
export function sendData<Data extends { meta: HeadFragment }>(data: Data): Answer {
  return { type: JSON_TYPE, body: JSON.stringify(data), cache: FOLLOWS_HEAD, ...headed(data.meta, data) }
}

export function withHeaders(answer: Answer, headers: Record<string, string>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

/** Tag and header that say up to which block an answer speaks. */
export function headed(meta: HeadFragment, data: unknown): Pick<Answer, 'tagged' | 'headers'> {
  const { lag, readAt, logCheckpoint, ...stable } = meta
  const tagged = JSON.stringify({ ...(data as object), meta: stable })
  return { tagged, headers: { 'x-indexed-height': String(meta.indexedHeight) } }
}

/** The error for an id of the right shape that names nothing here: what it looks like, and how far was looked. */
export function notFound(what: string, id: string, meta: HeadFragment, network: Tools['network']): RestError {
  const chain = /^(?:eip155:)?(\d{1,18})[:-]/.exec(id)?.[1]
  const elsewhere = chain !== undefined && chain !== String(network.chainId)
  const shape = describeShape(id)?.kind ?? `the id of a ${what}`
  const why = elsewhere
    ? `It names chain ${chain}; here is ${network.displayName}, chain ${network.chainId}.`
    : `It looks like ${shape}; blocks up to ${meta.indexedHeight} are indexed.`
  const details = { looksLike: shape, chainId: network.chainId, indexedHeight: meta.indexedHeight, lag: meta.lag }
  return new RestError('NOT_FOUND', `No ${what} ${id}. ${why}`, details)
}
