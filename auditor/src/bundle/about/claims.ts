import type { Claim } from '@touchstone/verify'
import type { Entry } from './rows.js'

/** What an agent says of itself, from the entries of its identity. Links are the index's reading, and no claim of its own. */
export function toAgentClaims(agent: string, identity: readonly Entry[]): Claim[] {
  return identity.flatMap((entry): Claim[] => {
    const { kind, from, to, tx, ...says } = entry
    const common = { by: agent, from: toBlock(from), to: toBlock(to), evidence: tx === undefined ? [] : [`tx ${tx}`] }
    if (kind === 'registration')
      return [
        {
          ...common,
          ...{ id: `registration-${from}-${tx}`, type: 'registration', says: { uri: says.uri } },
          procedure: 'Fetch the file and compare it with the hash that its address names; the chain names none.',
          ...(says.lookedAt === null
            ? NOT_LOOKED_AT
            : notChecked('Whether the file says what is true is no question of its bytes.')),
        },
      ]
    if (kind === 'wallet')
      return [
        {
          ...common,
          ...{ id: `wallet-${from}-${tx}`, type: 'wallet' },
          says: { wallet: says.wallet, how: says.how, signatureBytes: says.signatureBytes, deadline: says.deadline },
          procedure:
            'Recover the signature of the typed data AgentWalletSet, and hold the transaction against its receipt.',
          ...notChecked('Its transaction is not proven in this file.'),
        },
      ]
    if (kind === 'metadata')
      return [
        {
          ...common,
          ...{ id: `metadata-${from}-${tx}-${says.key}`.slice(0, 300), type: 'metadata' },
          says: { key: says.key, value: says.value },
          procedure: 'None: the meaning of a key is its author’s.',
          ...notChecked('A text of the agent’s own.'),
        },
      ]
    return []
  })
}

/** What a provider says of itself: on chain by its services, and by what they answered. */
export function toProviderClaims(provider: string, compute: readonly Entry[], answers: readonly Entry[]): Claim[] {
  const services = compute.flatMap((entry): Claim[] => {
    const { kind, from, to, contract, url, model, serviceType, verifiability, additionalInfo, signer } = entry
    if (kind !== 'service') return []
    return [
      {
        ...{ id: `service-${contract}-${from}`, type: 'service', by: provider },
        says: { url, model, serviceType, verifiability, additionalInfo, signer },
        ...{ from: toBlock(from), to: toBlock(to), evidence: [`contract ${contract}`] },
        procedure: 'Judge each settlement: its own bundle proves or refutes what was sold, and by which key.',
        ...notChecked('A label is no proof of an enclave, a model or a place.'),
      },
    ]
  })
  const served = answers.map(({ answer, source, sha256, namesKey, models, observedAt, lastObservedAt }): Claim => {
    return {
      ...{ id: `answer-${answer}-${observedAt}-${sha256}`, type: `${answer}`, by: `${source}` },
      says: { namesKey, models, observedAt, lastObservedAt },
      ...{ from: null, to: null, evidence: [`sha256 ${sha256}`] },
      procedure: 'Compare with the service on chain, and with what the service answers now.',
      ...notAvailable('The bytes of the answer are not in this file.'),
    }
  })
  return [...services, ...served]
}

const NOT_LOOKED_AT = notAvailable('The file was not fetched.')

function notChecked(reason: string): Pick<Claim, 'verdict' | 'reason'> {
  return { verdict: 'not_checked', reason }
}

function notAvailable(reason: string): Pick<Claim, 'verdict' | 'reason'> {
  return { verdict: 'not_available', reason }
}

function toBlock(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
