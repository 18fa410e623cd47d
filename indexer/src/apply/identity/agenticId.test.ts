import { describe, expect, it } from 'vitest'
import { foldBlocks } from '../../testing/fold'
import { address, CONTEXT, CONTRACTS, encodeLog, type LogDraft, type TxDraft } from '../../testing/logs'

const ATTESTOR = address(0xa7)
const OWNER = address(0xa)
const BUYER = address(0xb)
const SEAL = address(0x5ea1)
const USER = address(0xc)
const ZERO = address(0)
const [ONE, TWO, THREE] = ['1', '2', '3'].map((digit) => `0x${digit.repeat(64)}`) as [string, string, string]
const AGENT = `eip155:${CONTEXT.chainId}:${CONTRACTS.registry}:7`
const INFT = `${CONTRACTS.agenticId}-7`

const tx = (from: string, ...logs: LogDraft[]): TxDraft => ({ from, to: CONTRACTS.agenticId, logs })
const inft = (name: string, ...args: unknown[]) => encodeLog('agenticId', name, args)
const registry = (name: string, ...args: unknown[]) => encodeLog('registry', name, args)

const trust = tx(ATTESTOR, inft('TrustedAttestorAdded', ATTESTOR))
/** The contract registers the agent, becomes its owner, unsets the wallet, and mints its own token of the same number. */
const registered = tx(
  ATTESTOR,
  registry('Transfer', ZERO, CONTRACTS.agenticId, 7n),
  registry('Registered', 7n, '', CONTRACTS.agenticId),
  registry('MetadataSet', 7n, 'agentWallet', 'agentWallet', CONTRACTS.agenticId),
  registry('MetadataSet', 7n, 'agentWallet', 'agentWallet', '0x'),
  inft('Transfer', ZERO, OWNER, 7n),
)
const sealed = tx(ATTESTOR, inft('AgentSealSet', 7n, SEAL, ONE))
const sale = tx(OWNER, inft('Transfer', OWNER, BUYER, 7n))
const granted = (user = USER) => tx(OWNER, inft('AuthorizationGranted', OWNER, user, 7n))

const linksOf = (...blocks: TxDraft[]) =>
  foldBlocks(blocks.map((one) => [one]))
    .links.listChanged()
    .filter((row) => row.type !== 'L4')
    .map((row) => [row.type, row.payer, row.strength, row.fromBlock, row.toBlock])

describe('an agent in custody of AgenticID', () => {
  it('is its token’s owner’s, by intervals', () => {
    const state = foldBlocks([[registered], [sale]])
    expect(state.agents.find(AGENT)).toMatchObject({ owner: CONTRACTS.agenticId, resolvedOwner: BUYER, wallet: null })
    expect(state.infts.find(INFT)).toMatchObject({ owner: BUYER, mintedBlock: 1, tokenId: 7n })
    expect(linksOf(registered, sale)).toEqual([
      ['L6', OWNER, 'B', 1, 2],
      ['L6', BUYER, 'B', 2, null],
    ])
  })

  it('is nobody’s but its owner’s once it left custody', () => {
    const left = tx(OWNER, registry('Transfer', CONTRACTS.agenticId, BUYER, 7n))
    expect(linksOf(trust, registered, sealed, granted(), left)).toEqual([
      ['L6', OWNER, 'B', 2, 5],
      ['L1', SEAL, 'S', 3, 5],
      ['L8', USER, 'B-', 4, 5],
      ['L5', BUYER, 'C', 5, null],
    ])
    expect(foldBlocks([[registered], [left]]).agents.find(AGENT)?.resolvedOwner).toBeNull()
  })

  it('has nothing of a token of the same number that somebody else minted', () => {
    const minted = tx(OWNER, registry('Transfer', ZERO, BUYER, 7n), inft('Transfer', ZERO, OWNER, 7n))
    expect(linksOf(trust, minted, sealed, granted())).toEqual([['L5', BUYER, 'B', 2, null]])
  })
})

describe('an agent’s seal', () => {
  it('links for ever, where the attestor is trusted at that log', () => {
    expect(linksOf(trust, registered, sealed, sale).filter(([type]) => type === 'L1')).toEqual([
      ['L1', SEAL, 'S', 3, null],
    ])
    const state = foldBlocks([[trust], [registered], [sealed]])
    expect(state.seals.find(INFT)).toMatchObject({
      seal: SEAL,
      attestor: ATTESTOR,
      attestorTrusted: true,
      agent: { id: AGENT },
    })
  })

  it('links weakly where no log names the attestor, or it was dismissed', () => {
    const dismissed = tx(ATTESTOR, inft('TrustedAttestorRemoved', ATTESTOR))
    const weak = ['L1', SEAL, 'C', expect.any(Number), null]
    expect(linksOf(registered, sealed).at(-1)).toEqual(weak)
    expect(linksOf(trust, registered, dismissed, sealed).at(-1)).toEqual(weak)
    const state = foldBlocks([[trust], [dismissed], [trust]])
    expect(state.attestors.listChanged().map((row) => [row.fromBlock, row.toBlock])).toEqual([
      [1, 2],
      [3, null],
    ])
  })

  it('is set once, whatever the contract says later', () => {
    const again = tx(ATTESTOR, inft('AgentSealSet', 7n, USER, TWO))
    expect(linksOf(trust, registered, sealed, again).filter(([type]) => type === 'L1')).toEqual([
      ['L1', SEAL, 'S', 3, null],
    ])
  })
})

describe('authorised users', () => {
  it('are cleared by a transfer without logs of theirs', () => {
    const other = address(0xd)
    const revoked = tx(OWNER, inft('AuthorizationRevoked', OWNER, other, 7n))
    expect(linksOf(registered, granted(), granted(other), revoked, sale).filter(([type]) => type === 'L8')).toEqual([
      ['L8', USER, 'B-', 2, 5],
      ['L8', other, 'B-', 3, 4],
    ])
    const state = foldBlocks([[registered], [granted()], [sale], [granted()]])
    expect(state.authorizations.listChanged().map((row) => [row.user, row.kind, row.fromBlock, row.toBlock])).toEqual([
      [USER, 'user', 2, 3],
      [USER, 'user', 4, null],
    ])
  })

  it('are cleared at the owner’s word', () => {
    const cleared = tx(OWNER, inft('AuthorizationCleared', OWNER, 7n))
    expect(linksOf(registered, granted(), cleared).at(-1)).toEqual(['L8', USER, 'B-', 2, 3])
  })

  it('are no delegates, of which there is one at a time, whoever owns what', () => {
    const delegate = (to: string) => tx(OWNER, inft('DelegateUpdated', OWNER, to))
    const state = foldBlocks([[delegate(USER)], [delegate(USER)], [delegate(BUYER)], [delegate(ZERO)]])
    expect(state.authorizations.listChanged()).toMatchObject([
      { user: USER, grantedBy: OWNER, kind: 'delegate', inft: null, fromBlock: 1, toBlock: 3 },
      { user: BUYER, grantedBy: OWNER, kind: 'delegate', inft: null, fromBlock: 3, toBlock: 4 },
    ])
  })
})

describe('data of a token', () => {
  const entry = (description: string, hash: string) => [description, hash]
  const rows = (...blocks: TxDraft[]) =>
    foldBlocks(blocks.map((one) => [one]))
      .inftData.listChanged()
      .map((row) => [row.position, row.description, row.dataHash, row.fromBlock, row.toBlock])

  it('goes on through a transfer, which wraps its keys anew and changes no hash', () => {
    const updated = tx(OWNER, inft('Updated', 7n, [], [entry('memory', ONE), entry('model', TWO)], ['0x', '0x']))
    const moved = tx(
      OWNER,
      inft('Transfer', OWNER, BUYER, 7n),
      inft('ITransferred', OWNER, BUYER, 7n, [
        [ONE, '0x'],
        [TWO, '0x'],
      ]),
    )
    const changed = tx(SEAL, inft('EntryUpdated', 7n, 1n, entry('model', TWO), entry('model 2', THREE), '0x'))
    const fewer = tx(SEAL, inft('Updated', 7n, [], [entry('memory', ONE)], ['0x']))
    expect(rows(registered, updated, moved, changed, fewer)).toEqual([
      [0, 'memory', ONE, 2, null],
      [1, 'model', TWO, 2, 4],
      [1, 'model 2', THREE, 4, 5],
    ])
  })

  it('is known by its hashes where only the mint or a clone says them', () => {
    const minted = tx(OWNER, inft('ITransferred', ZERO, OWNER, 7n, [[ONE, '0x']]))
    const cloned = tx(OWNER, inft('Transfer', ZERO, BUYER, 8n), inft('Cloned', 7n, 8n, OWNER, BUYER, [[ONE, '0x']]))
    expect(rows(registered, minted, cloned)).toEqual([
      [0, '', ONE, 2, null],
      [0, '', ONE, 3, null],
    ])
  })

  it('is kept raw where there is no such token or entry', () => {
    const state = foldBlocks([
      [tx(OWNER, inft('Updated', 9n, [], [entry('', ONE)], ['0x']))],
      [registered, tx(OWNER, inft('EntryUpdated', 7n, 3n, entry('', ONE), entry('', TWO), '0x'))],
      [tx(OWNER, inft('AuthorizationGranted', OWNER, USER, 9n))],
    ])
    expect(state.inftData.listChanged()).toEqual([])
    expect(state.rawLogs.listChanged().map((row) => row.note)).toEqual([
      'Updated',
      'EntryUpdated',
      'AuthorizationGranted',
    ])
  })
})
