import fc from 'fast-check'
import type { CallFrame } from '../decode/chain'
import { ABI, address, CONTRACTS, encodeLog, type LogDraft, type TxDraft } from './logs'
import { storageTransaction } from './random-storage'

const PAYERS = [address(0xb1), address(0xb2)]
const PROVIDERS = [address(0xa1), address(0xa2)]
const SIGNERS = [address(0x51), address(0x52)]

const payer = fc.constantFrom(...PAYERS)
const provider = fc.constantFrom(...PROVIDERS)
const amount = fc.bigInt({ min: 0n, max: 1000n })

const deposit = fc.tuple(payer, provider, amount).map(([user, to, balance]): TxDraft => {
  return { from: user, logs: [encodeLog('serving', 'BalanceUpdated', [user, to, balance, 0n])] }
})

const update = fc
  .tuple(provider, fc.constantFrom(...SIGNERS), fc.constantFrom('{}', '{"TargetSeparated":false}'), amount)
  .map(([from, signer, info, price]): TxDraft => {
    const params = ['t', 'u', 'm', 'v', price, price, info, signer]
    return {
      from,
      to: CONTRACTS.serving,
      input: ABI.serving.encodeFunctionData('addOrUpdateService', [params]),
      logs: [encodeLog('serving', 'ServiceUpdated', [from, 't', 'u', price, price, 1n, 'm', 'v'])],
    }
  })

const removal = provider.map((from): TxDraft => ({ from, logs: [encodeLog('serving', 'ServiceRemoved', [from])] }))

const acknowledgement = fc
  .tuple(provider, fc.constantFrom(...SIGNERS), fc.boolean())
  .map(([of, signer, is]): TxDraft => {
    return { from: address(1), logs: [encodeLog('serving', 'ProviderTEESignerAcknowledged', [of, signer, is])] }
  })

const bill = fc.record({
  user: payer,
  fee: amount,
  nonce: amount,
  balance: amount,
  status: fc.integer({ min: 0, max: 5 }),
})

const settlement = fc.tuple(provider, fc.array(bill, { minLength: 1, maxLength: 4 })).map(([from, bills]): TxDraft => {
  const items = bills.map(({ user, fee, nonce }) => [user, from, fee, `0x${'1'.repeat(64)}`, nonce, '0x'])
  const logs = bills.flatMap(({ user, fee, balance, status }): LogDraft[] => [
    ...(status > 1 ? [] : [encodeLog('ledger', 'FundSpent', [user, CONTRACTS.serving, fee])]),
    ...(status > 1 ? [] : [encodeLog('serving', 'BalanceUpdated', [user, from, balance, 0n])]),
    encodeLog('serving', 'TEESettlementResult', [user, status, status > 1 ? fee : 0n]),
  ])
  return { from, to: CONTRACTS.serving, input: ABI.serving.encodeFunctionData('settleFeesWithTEE', [items]), logs }
})

const agentLog = fc.tuple(fc.bigInt({ min: 1n, max: 2n }), payer, payer, fc.integer({ min: 0, max: 9 }))
const agent = fc.array(agentLog, { minLength: 1, maxLength: 4 }).map((entries): TxDraft => {
  const logs = entries.map(([id, one, other, kind]) => {
    if (kind === 0) return encodeLog('registry', 'Transfer', [address(0), one, id])
    if (kind === 1) return encodeLog('registry', 'Transfer', [one, other, id])
    if (kind === 2) return encodeLog('registry', 'Registered', [id, `data:,{"name":"${one}"}`, one])
    if (kind === 3) return encodeLog('registry', 'MetadataSet', [id, 'agentWallet', 'agentWallet', one])
    if (kind === 4) return encodeLog('registry', 'MetadataSet', [id, 'key', 'key', one])
    if (kind === 5) return encodeLog('registry', 'Approval', [one, other, id])
    if (kind === 6) return encodeLog('registry', 'ApprovalForAll', [one, other, id === 1n])
    if (kind === 7) return encodeLog('registry', 'Transfer', [one, CONTRACTS.agenticId, id])
    if (kind === 8) return encodeLog('registry', 'Transfer', [address(0), CONTRACTS.agenticId, id])
    return encodeLog('registry', 'URIUpdated', [id, 'u', one])
  })
  return { from: entries[0]?.[1] ?? '', to: CONTRACTS.registry, logs }
})

const HASHES = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`]

const inftLog = fc.tuple(fc.bigInt({ min: 1n, max: 2n }), payer, payer, fc.nat(1), fc.integer({ min: 0, max: 10 }))
const inft = fc.array(inftLog, { minLength: 1, maxLength: 5 }).map((entries): TxDraft => {
  const logs = entries.map(([id, one, other, n, kind]) => {
    const entry = { dataDescription: one, dataHash: HASHES[n] }
    const wraps = HASHES.slice(n).map((dataHash) => ({ dataHash, sealedKey: '0x' }))
    if (kind < 2) return encodeLog('agenticId', 'Transfer', [address(0), one, id])
    if (kind === 2) return encodeLog('agenticId', 'Transfer', [one, other, id])
    if (kind === 3) return encodeLog('agenticId', 'Updated', [id, [], n === 0 ? [entry] : [entry, entry], []])
    if (kind === 4) return encodeLog('agenticId', 'EntryUpdated', [id, n, entry, entry, '0x'])
    if (kind === 5) return encodeLog('agenticId', 'ITransferred', [one, other, id, wraps])
    if (kind === 6) return encodeLog('agenticId', 'AuthorizationGranted', [one, other, id])
    if (kind === 7)
      return encodeLog('agenticId', n === 0 ? 'AuthorizationRevoked' : 'AuthorizationGranted', [one, other, id])
    if (kind === 8) return encodeLog('agenticId', 'DelegateUpdated', [one, n === 0 ? other : address(0)])
    if (kind === 9) return encodeLog('agenticId', n === 0 ? 'TrustedAttestorAdded' : 'TrustedAttestorRemoved', [one])
    return encodeLog('agenticId', 'AgentSealSet', [id, other, HASHES[n]])
  })
  return { from: entries[0]?.[1] ?? '', to: CONTRACTS.agenticId, logs }
})

const opinionLog = fc.tuple(fc.bigInt({ min: 1n, max: 2n }), payer, fc.nat(1), fc.integer({ min: 0, max: 5 }))
const opinion = fc.array(opinionLog, { minLength: 1, maxLength: 4 }).map((entries): TxDraft => {
  const logs = entries.map(([id, one, n, kind]) => {
    if (kind < 2) return encodeLog('reputation', 'NewFeedback', [id, one, n, -5n, 2, 't', 't', '', '', '', HASHES[n]])
    if (kind === 2) return encodeLog('reputation', 'FeedbackRevoked', [id, one, n])
    if (kind === 3) return encodeLog('reputation', 'ResponseAppended', [id, one, n, one, 'u', HASHES[n]])
    if (kind === 4) return encodeLog('validation', 'ValidationRequest', [one, id, 'u', HASHES[n]])
    return encodeLog('validation', 'ValidationResponse', [one, id, HASHES[n], n, 'u', HASHES[n], 't'])
  })
  return { from: entries[0]?.[1] ?? '', to: CONTRACTS.reputation, logs }
})

const stake = fc.tuple(provider, fc.boolean(), amount).map(([from, isIn, neuron]): TxDraft => {
  return { from, logs: [encodeLog('serving', isIn ? 'ProviderStaked' : 'ProviderStakeReturned', [from, neuron])] }
})

const revocation = fc.tuple(payer, provider, fc.boolean()).map(([from, of, all]): TxDraft => {
  const log = all ? ['AllTokensRevoked', [from, of, 3n]] : ['TokensRevoked', [from, of, [1, 2, 1]]]
  return { from, logs: [encodeLog('serving', log[0] as string, log[1] as unknown[])] }
})

/** Calls that log nothing, under a wrapper: an acknowledgement of each generation, and the ledger's. */
const unlogged = fc
  .tuple(payer, provider, fc.constantFrom(...SIGNERS), amount)
  .map(([from, of, key, value]): TxDraft => {
    const calls = [
      [CONTRACTS.serving, ABI.serving.encodeFunctionData('acknowledgeTEESigner', [of, true])],
      [CONTRACTS.serving, ABI.serving2025.encodeFunctionData('acknowledgeTEESigner', [of, key])],
      [CONTRACTS.ledger, ABI.ledger.encodeFunctionData('transferFund', [of, 'inference-v1.0', value])],
      [CONTRACTS.ledger, ABI.ledger.encodeFunctionData('retrieveFund', [PROVIDERS, 'inference-v1.0'])],
    ] as const
    const frames = calls.map(([to, input], n): CallFrame => {
      return { path: [n], type: 'call', from, to, input, value, failed: false }
    })
    return { from, to: address(0xee), frames, logs: [] }
  })

/** Logs that nobody judges. */
const raw = provider.map((from): TxDraft => {
  const unknown = { address: CONTRACTS.serving, topics: [`0x${'9'.repeat(64)}`], data: '0x1234' }
  return { from, logs: [unknown, encodeLog('serving2025', 'TEESettlementCompleted', [from, 1n, 0n])] }
})

const upgrade = fc
  .nat(9)
  .map((n): TxDraft => ({ from: address(1), logs: [encodeLog('beacon', 'Upgraded', [address(n)])] }))

/** Transactions of all kinds over few payers, providers, agents and roots, likely to touch the same rows. */
export const anyTransaction = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.oneof(
      ...[deposit, update, removal, acknowledgement, settlement, agent, upgrade],
      ...[stake, revocation, unlogged, raw],
    ),
  },
  { weight: 1, arbitrary: fc.oneof(agent, inft, opinion) },
  { weight: 1, arbitrary: storageTransaction },
)
