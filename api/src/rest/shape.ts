import { findAgentId, findSettlementId } from '../words/ids'

/** What an id looks like by its shape alone, and where such a thing is found. */
export interface Shape {
  kind: string
  path: string
}

/** Undefined where the text has no shape that we know. */
export function describeShape(text: string): Shape | undefined {
  const id = text.trim().toLowerCase()
  const agent = findAgentId(id)
  if (agent !== undefined) return { kind: 'an agent id', path: `/v1/agents/${agent}.json` }
  const settlement = findSettlementId(id)
  if (settlement !== undefined) return { kind: 'a settlement id', path: `/v1/settlements/${settlement}.json` }
  const address = /^(?:eip155:\d{1,18}:)?(0x[0-9a-f]{40})$/.exec(id)?.[1]
  if (address !== undefined) return { kind: 'an address', path: `/v1/find/${address}` }
  if (/^0x[0-9a-f]{64}$/.test(id))
    return { kind: 'a hash of 32 bytes (transaction, root or requestsHash)', path: `/v1/find/${id}` }
  return undefined
}
