import { describe, expect, it } from 'vitest'
import { AGENT_WALLET_KEY } from '../../decode/identity/agent'
import { foldBlocks } from '../../testing/fold'
import { address, CONTEXT, CONTRACTS, encodeLog, type LogDraft, type TxDraft } from '../../testing/logs'

const ALICE = address(0xa)
const BOB = address(0xb)
const CAROL = address(0xc)
const CONTRACT = address(0x9)
const ID = `eip155:${CONTEXT.chainId}:${CONTRACTS.registry}:1`
const ZERO = address(0)

const transfer = (from: string, to: string) => encodeLog('registry', 'Transfer', [from, to, 1n])
const registered = (owner: string, uri = '') => encodeLog('registry', 'Registered', [1n, uri, owner])
const wallet = (value: string): LogDraft => {
  const log = encodeLog('registry', 'MetadataSet', [1n, 'agentWallet', 'agentWallet', value])
  expect(log.topics[2]).toBe(AGENT_WALLET_KEY)
  return log
}
const uri = (text: string) => encodeLog('registry', 'URIUpdated', [1n, text, ALICE])
const tx = (from: string, ...logs: LogDraft[]): TxDraft => ({ from, to: CONTRACTS.registry, logs })
const register = (from: string, sender = from) => tx(sender, transfer(ZERO, from), registered(from), wallet(from))
const sale = (from: string, to: string, sender = from) => tx(sender, wallet('0x'), transfer(from, to))

const links = (...blocks: TxDraft[][]) =>
  foldBlocks(blocks)
    .links.listChanged()
    .map((row) => [row.type, row.payer, row.strength, row.fromBlock, row.toBlock])

describe('agents', () => {
  it('are made at the mint and link the wallet that registered them', () => {
    const state = foldBlocks([[register(ALICE)]])
    expect(state.agents.find(ID)).toMatchObject({ owner: ALICE, wallet: ALICE, registered: true, agentId: 1n })
    expect(state.wallets.findOpen(ID)).toMatchObject({ wallet: ALICE, how: 'register', sentByWallet: true })
    expect(links([register(ALICE)])).toEqual([
      ['L5', ALICE, 'B+', 1, null],
      ['L4', ALICE, 'A-', 1, null],
    ])
  })

  it('registered through a contract give weak links', () => {
    expect(links([register(CONTRACT, ALICE)])).toEqual([
      ['L5', CONTRACT, 'B', 1, null],
      ['L4', CONTRACT, 'C', 1, null],
    ])
  })

  it('that are sold end the seller’s links and leave the buyer a weak one until it acts', () => {
    expect(links([register(ALICE)], [sale(ALICE, BOB)], [tx(BOB, uri('x'))])).toEqual([
      ['L5', ALICE, 'B+', 1, 2],
      ['L4', ALICE, 'A-', 1, 2],
      ['L5', BOB, 'C', 2, 3],
      ['L5', BOB, 'B+', 3, null],
    ])
    const state = foldBlocks([[register(ALICE)], [sale(ALICE, BOB)]])
    expect(state.agents.find(ID)).toMatchObject({ owner: BOB, wallet: null })
    expect(state.wallets.listChanged().map((row) => [row.fromBlock, row.toBlock])).toEqual([[1, 2]])
    expect(state.ownerships.listChanged().map((row) => [row.owner, row.fromBlock, row.toBlock])).toEqual([
      [ALICE, 1, 2],
      [BOB, 2, null],
    ])
  })

  it('bought in the buyer’s own transaction count as taken', () => {
    expect(links([register(ALICE)], [sale(ALICE, BOB, BOB)]).at(-1)).toEqual(['L5', BOB, 'B+', 2, null])
    const bought = { ...sale(ALICE, BOB, BOB), to: address(0x3a2c) }
    expect(links([register(ALICE)], [bought]).at(-1)).toEqual(['L5', BOB, 'B', 2, null])
  })

  it('ignore what strangers do to them', () => {
    expect(links([register(ALICE)], [sale(ALICE, BOB)], [tx(CAROL, uri('x'))]).at(-1)).toEqual([
      'L5',
      BOB,
      'C',
      2,
      null,
    ])
  })

  it('whose wallet is set later end the default link and get none of its kind', () => {
    const state = foldBlocks([[register(ALICE)], [tx(ALICE, wallet(BOB))]])
    expect(state.wallets.findOpen(ID)).toMatchObject({ wallet: BOB, how: 'set', sentByWallet: false })
    expect(links([register(ALICE)], [tx(ALICE, wallet(BOB))]).filter(([type]) => type === 'L4')).toEqual([
      ['L4', ALICE, 'A-', 1, 2],
    ])
  })

  it('passed on inside their own mint follow Transfer, and their wallet is unknown', () => {
    // Order of logs of a contract that re-enters from onERC721Received: the storage says owner BOB, no wallet.
    const reentrant = tx(
      ALICE,
      transfer(ZERO, CONTRACT),
      uri('data:,{"name":"early"}'),
      wallet('0x'),
      transfer(CONTRACT, BOB),
      registered(CONTRACT),
      wallet(CONTRACT),
    )
    const state = foldBlocks([[reentrant]])
    expect(state.agents.find(ID)).toMatchObject({ owner: BOB, wallet: null, registered: true })
    expect(state.wallets.findOpen(ID)).toMatchObject({ wallet: CONTRACT, how: 'unknown' })
    expect(links([reentrant])).toEqual([
      ['L5', CONTRACT, 'B', 1, 1],
      ['L5', BOB, 'C', 1, null],
    ])
  })

  it('registered by a contract that re-enters are as the storage says, not as the last logs do', () => {
    // The logs of the reference, in order: the registry's storage has owner 0xbeef, no wallet, and the last file.
    const beef = address(0xbeef)
    const reentrant = tx(
      ALICE,
      transfer(ZERO, CONTRACT),
      encodeLog('registry', 'MetadataSet', [1n, 'k', 'k', '0x01']),
      encodeLog('registry', 'MetadataUpdate', [1n]),
      encodeLog('registry', 'URIUpdated', [1n, 'ipfs://inside', CONTRACT]),
      wallet('0x'),
      transfer(CONTRACT, beef),
      encodeLog('registry', 'MetadataUpdate', [1n]),
      registered(CONTRACT, 'ipfs://final'),
      wallet(CONTRACT),
    )
    const state = foldBlocks([[reentrant]])
    expect(state.agents.find(ID)).toMatchObject({ owner: beef, wallet: null, uri: 'ipfs://final', registered: true })
    expect(state.wallets.listChanged()).toMatchObject([{ wallet: CONTRACT, how: 'unknown', signature: null }])
    expect(state.metadata.listChanged()).toMatchObject([{ key: 'k', value: '0x01', valueSize: 1 }])
    expect(links([reentrant])).toEqual([
      ['L5', CONTRACT, 'B', 1, 1],
      ['L5', beef, 'C', 1, null],
    ])
  })

  it('that name a wallet before they are registered prove nothing by it', () => {
    const reentrant = tx(ALICE, transfer(ZERO, ALICE), wallet(BOB), registered(ALICE), wallet(ALICE))
    const state = foldBlocks([[reentrant]])
    expect(state.wallets.listChanged().map((row) => [row.wallet, row.how])).toEqual([
      [BOB, 'unknown'],
      [ALICE, 'register'],
    ])
  })

  it('lose their wallet to a value that is no address', () => {
    const state = foldBlocks([[register(ALICE)], [tx(ALICE, wallet('0x1234'))]])
    expect(state.wallets.findOpen(ID)).toBeUndefined()
    expect(state.agents.find(ID)?.wallet).toBeNull()
  })

  it('keep metadata by key and interval, bounded', () => {
    const set = (key: string, value: string) => tx(ALICE, encodeLog('registry', 'MetadataSet', [1n, key, key, value]))
    const long = 'k'.repeat(1_000_000)
    const state = foldBlocks([
      [register(ALICE)],
      [set('a', '0x01'), set('b', '0x')],
      [set('a', `0x${'ff'.repeat(5000)}`)],
      [set(`${long}1`, '0x01'), set(`${long}2`, '0x02'), set(`${long}1`, '0x03')],
    ])
    const rows = state.metadata.listChanged()
    expect(rows.map((row) => [row.key.slice(0, 1), row.valueSize, row.fromBlock, row.toBlock])).toEqual([
      ['a', 1, 2, 3],
      ['b', 0, 2, null],
      ['a', 5000, 3, null],
      ['k', 1, 4, 4],
      ['k', 1, 4, null],
      ['k', 1, 4, null],
    ])
    expect(rows[2]?.value.length).toBe(2 + 2 * 4096)
    expect(new Set(rows.map((row) => row.key)).size).toBe(4)
    expect(rows.every((row) => row.key.length <= 256)).toBe(true)
  })

  it('keep each registration file with its interval', () => {
    const card = (name: string) => `data:application/json,${encodeURIComponent(JSON.stringify({ name }))}`
    const state = foldBlocks([
      [tx(ALICE, transfer(ZERO, ALICE), registered(ALICE, card('one')), wallet(ALICE))],
      [tx(ALICE, uri(card('two')))],
      [tx(ALICE, uri('https://example.org'))],
    ])
    expect(state.cards.listChanged().map((row) => [row.fromBlock, row.toBlock])).toEqual([
      [1, 2],
      [2, 3],
      [3, null],
    ])
    expect(state.agents.find(ID)).toMatchObject({ uri: 'https://example.org', name: null })
  })

  it('that were never minted are left alone', () => {
    expect(foldBlocks([[tx(ALICE, uri('x'), wallet(ALICE), registered(ALICE))]]).agents.listChanged()).toEqual([])
  })
})
