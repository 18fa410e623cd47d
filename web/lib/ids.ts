/** The kinds of id a visitor can give, told apart by shape alone. Case of hex digits does not matter; results are lower case. */
export type KnownId =
  | { kind: 'agent'; id: string; chainId: number; registry: string; agentId: string }
  | { kind: 'payer'; id: string; chainId: number; address: string }
  | { kind: 'settlement'; id: string; chainId: number; txHash: string; n: number }
  | { kind: 'hash'; hash: string }
  | { kind: 'address'; address: string }
  | { kind: 'block'; block: number }
  | { kind: 'digest'; digest: string }
  | { kind: 'record'; id: string; root: string; line: number }
  | { kind: 'anchor'; id: string }
  | { kind: 'model'; name: string }

/** What is wrong with an id: the part that does not fit, and what should stand there. */
export interface Malformed {
  kind: 'malformed'
  part: string
  expected: string
}

const ADDRESS = /^0x[0-9a-f]{40}$/
const HASH = /^0x[0-9a-f]{64}$/
const COUNT = /^(0|[1-9]\d{0,8})$/
const TOKEN = /^(0|[1-9]\d{0,77})$/

/** Recognises an id by its shape; undefined for anything else, such as a name. */
export function findId(text: string): KnownId | undefined {
  const value = text.trim().toLowerCase()
  if (ADDRESS.test(value)) return { kind: 'address', address: value }
  if (HASH.test(value)) return { kind: 'hash', hash: value }
  if (COUNT.test(value)) return { kind: 'block', block: Number(value) }
  const colon = value.includes(':') ? parseAgentOrPayer(value) : parseSettlementId(value)
  return colon.kind === 'malformed' ? undefined : colon
}

function parseAgentOrPayer(value: string): KnownId | Malformed {
  return value.split(':').length === 3 ? parsePayerId(value) : parseAgentId(value)
}

/** Parses `eip155:<chain>:<registry>:<token>`. */
export function parseAgentId(text: string): Extract<KnownId, { kind: 'agent' }> | Malformed {
  const value = text.trim().toLowerCase()
  const [namespace = '', chain = '', registry = '', agentId = '', ...rest] = value.split(':')
  if (namespace !== 'eip155') return { kind: 'malformed', part: namespace || '(empty)', expected: 'the prefix eip155' }
  if (!COUNT.test(chain)) return { kind: 'malformed', part: chain || '(empty)', expected: 'a chain id in decimal' }
  if (!ADDRESS.test(registry)) return addressFault(registry, 'the registry’s address: 0x and 40 hex digits')
  if (!TOKEN.test(agentId))
    return { kind: 'malformed', part: agentId || '(empty)', expected: 'the agent’s number in decimal' }
  if (rest.length > 0) return { kind: 'malformed', part: rest.join(':'), expected: 'nothing after the agent’s number' }
  return { kind: 'agent', id: value, chainId: Number(chain), registry, agentId }
}

function parsePayerId(value: string): Extract<KnownId, { kind: 'payer' }> | Malformed {
  const [namespace = '', chain = '', address = ''] = value.split(':')
  if (namespace !== 'eip155') return { kind: 'malformed', part: namespace || '(empty)', expected: 'the prefix eip155' }
  if (!COUNT.test(chain)) return { kind: 'malformed', part: chain || '(empty)', expected: 'a chain id in decimal' }
  if (!ADDRESS.test(address)) return addressFault(address, 'an address: 0x and 40 hex digits')
  return { kind: 'payer', id: value, chainId: Number(chain), address }
}

/** Parses a bare address, or the address inside `eip155:<chain>:<address>`. */
export function parseAddress(text: string): Extract<KnownId, { kind: 'address' }> | Malformed {
  const value = text.trim().toLowerCase()
  const bare = value.includes(':') ? parsePayerId(value) : value
  if (typeof bare !== 'string') return bare.kind === 'payer' ? { kind: 'address', address: bare.address } : bare
  return ADDRESS.test(bare)
    ? { kind: 'address', address: bare }
    : addressFault(bare, 'an address: 0x and 40 hex digits')
}

/** Parses `<chain>-<transaction hash>-<n>`. */
export function parseSettlementId(text: string): Extract<KnownId, { kind: 'settlement' }> | Malformed {
  const value = text.trim().toLowerCase()
  const [chain = '', txHash = '', n = '', ...rest] = value.split('-')
  if (!COUNT.test(chain)) return { kind: 'malformed', part: chain || '(empty)', expected: 'a chain id in decimal' }
  if (!HASH.test(txHash)) return addressFault(txHash, 'a transaction hash: 0x and 64 hex digits')
  if (!COUNT.test(n))
    return { kind: 'malformed', part: n || '(empty)', expected: 'the item’s number in its transaction' }
  if (rest.length > 0) return { kind: 'malformed', part: rest.join('-'), expected: 'nothing after the item’s number' }
  return { kind: 'settlement', id: value, chainId: Number(chain), txHash, n: Number(n) }
}

/** Names the first character that is not hex, or how many digits there are: more use than the whole string. */
export function addressFault(value: string, expected: string): Malformed {
  if (!value.startsWith('0x')) return { kind: 'malformed', part: value || '(empty)', expected }
  const digits = value.slice(2)
  const bad = digits.search(/[^0-9a-f]/)
  if (bad >= 0)
    return {
      kind: 'malformed',
      part: `${value.slice(0, bad + 3)}`,
      expected: `${expected} (digit ${bad + 1} is not hex)`,
    }
  return { kind: 'malformed', part: value, expected: `${expected} (there are ${digits.length})` }
}

/** What an id looks like, in words, with its article. */
export function describeId(id: KnownId): string {
  switch (id.kind) {
    case 'agent':
      return 'the id of an agent'
    case 'payer':
      return 'the id of a payer'
    case 'settlement':
      return 'the id of a settlement'
    case 'hash':
      return 'a transaction hash or a root'
    case 'address':
      return 'an address'
    case 'block':
      return 'a block’s or an agent’s number'
    case 'digest':
      return 'the SHA-256 of an enclave report'
    case 'record':
      return 'the id of a record: a root and a line'
    case 'anchor':
      return 'the id of an anchor'
    case 'model':
      return 'the name of a model'
    default:
      return id satisfies never
  }
}
