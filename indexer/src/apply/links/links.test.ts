import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldBlocks } from '../../testing/fold'
import { address, CONTRACTS, encodeLog, type LogDraft, ROUTER, type TxDraft } from '../../testing/logs'

const ALICE = address(0xa)
const BOB = address(0xb)
const CAROL = address(0xc)
const ZERO = address(0)
const MARKETPLACE = '0x1e0049783f008a0085193e00003d00cd54003c71'

const tx = (from: string, ...logs: LogDraft[]): TxDraft => ({ from, to: CONTRACTS.registry, logs })
const transfer = (from: string, to: string, id = 1n) => encodeLog('registry', 'Transfer', [from, to, id])
const wallet = (value: string, id = 1n) =>
  encodeLog('registry', 'MetadataSet', [id, 'agentWallet', 'agentWallet', value])
const approval = (owner: string, operator: string, id = 1n) => encodeLog('registry', 'Approval', [owner, operator, id])
const forAll = (owner: string, operator: string, is = true) =>
  encodeLog('registry', 'ApprovalForAll', [owner, operator, is])
const register = (owner: string, id = 1n) =>
  tx(owner, transfer(ZERO, owner, id), encodeLog('registry', 'Registered', [id, '', owner]), wallet(owner, id))

const linksOf = (type: string, ...blocks: TxDraft[]) =>
  foldBlocks(blocks.map((one) => [one]))
    .links.listChanged()
    .filter((row) => row.type === type)
    .map((row) => [row.payer, row.strength, row.fromBlock, row.toBlock])

describe('an operator', () => {
  it('of one token is linked until the next approval or a transfer, which logs no end', () => {
    const blocks = [
      register(ALICE),
      tx(ALICE, approval(ALICE, BOB)),
      tx(ALICE, approval(ALICE, CAROL)),
      tx(ALICE, transfer(ALICE, BOB)),
    ]
    expect(linksOf('L7', ...blocks)).toEqual([
      [BOB, 'B-', 2, 3],
      [CAROL, 'B-', 3, 4],
    ])
    const { grants } = foldBlocks(blocks.map((one) => [one]))
    expect(grants.listChanged().map((row) => [row.operator, row.scope, row.toBlock])).toEqual([
      [BOB, 'token', 3],
      [CAROL, 'token', 4],
    ])
    expect(linksOf('L7', register(ALICE), tx(ALICE, approval(ALICE, BOB)), tx(ALICE, approval(ALICE, ZERO)))).toEqual([
      [BOB, 'B-', 2, 3],
    ])
  })

  it('of all tokens stays with the owner’s account, several at once, until it is revoked', () => {
    const blocks = [
      register(ALICE),
      tx(ALICE, forAll(ALICE, BOB), forAll(ALICE, CAROL), forAll(ALICE, BOB)),
      tx(ALICE, transfer(ALICE, BOB)),
      tx(ALICE, forAll(ALICE, CAROL, false), forAll(ALICE, CAROL, false)),
    ]
    const { grants, links } = foldBlocks(blocks.map((one) => [one]))
    expect(grants.listChanged().map((row) => [row.owner, row.operator, row.scope, row.fromBlock, row.toBlock])).toEqual(
      [
        [ALICE, BOB, 'all', 2, null],
        [ALICE, CAROL, 'all', 2, 4],
      ],
    )
    // One log of an owner of many tokens must not write a row for each: such links are joined where they are read.
    expect(links.listChanged().filter((row) => row.type === 'L7')).toEqual([])
  })

  it('that is a marketplace is no link', () => {
    expect(linksOf('L7', register(ALICE), tx(ALICE, approval(ALICE, MARKETPLACE)))).toEqual([])
  })
})

describe('the Router', () => {
  it('is linked by nothing', () => {
    const blocks = [
      register(ROUTER),
      tx(ROUTER, approval(ROUTER, ROUTER)),
      tx(ROUTER, encodeLog('registry', 'URIUpdated', [1n, 'u', ROUTER])),
    ]
    const state = foldBlocks(blocks.map((one) => [one]))
    expect(state.links.listChanged()).toEqual([])
    expect(state.wallets.listChanged()).toMatchObject([{ wallet: ROUTER, how: 'register' }])
  })
})

/** What one transaction does to a token, as the registry's own storage would have it. */
type Act = { kind: 'mint' | 'send' | 'approve' | 'unset'; id: bigint; to: string }

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('mint', 'send', 'approve', 'unset'),
  id: fc.bigInt({ min: 0n, max: 2n }),
  to: fc.constantFrom(ALICE, BOB, CAROL),
})

interface Token {
  owner: string
  wallet: string | null
  approved: string | null
}

/** Logs of the act where the registry allows it, and the storage after it. */
function play(tokens: Map<bigint, Token>, { kind, id, to }: Act): TxDraft | undefined {
  const token = tokens.get(id)
  if (kind === 'mint') {
    if (token) return undefined
    tokens.set(id, { owner: to, wallet: to, approved: null })
    return register(to, id)
  }
  if (!token) return undefined
  const { owner } = token
  switch (kind) {
    case 'send':
      tokens.set(id, { owner: to, wallet: null, approved: null })
      return tx(owner, wallet('0x', id), transfer(owner, to, id))
    case 'approve':
      tokens.set(id, { ...token, approved: to })
      return tx(owner, approval(owner, to, id))
    case 'unset':
      tokens.set(id, { ...token, wallet: null })
      return tx(owner, wallet('0x', id))
  }
}

describe('links over a random history', () => {
  it('are at each block what the storage of the registry says, in half-open intervals without overlap', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 5, maxLength: 25 }), (acts) => {
        const tokens = new Map<bigint, Token>()
        const blocks: TxDraft[][] = []
        const expected: string[][] = []
        for (const one of acts) {
          const draft = play(tokens, one)
          blocks.push(draft ? [draft] : [])
          const held = [...tokens].flatMap(([id, { owner, wallet: own, approved }]) => [
            `${id} L5 ${owner}`,
            ...(own ? [`${id} L4 ${own}`] : []),
            ...(approved ? [`${id} L7 ${approved}`] : []),
          ])
          expected.push(held.sort())
        }
        const rows = foldBlocks(blocks).links.listChanged()
        for (const [n, held] of expected.entries()) {
          const open = rows.filter((row) => {
            const begins = row.fromBlock <= n + 1
            const ends = row.toBlock != null && row.toBlock <= n + 1
            return begins && !ends
          })
          expect(open.map((row) => `${row.agent.agentId} ${row.type} ${row.payer}`).sort()).toEqual(held)
        }
      }),
      { numRuns: 60 },
    )
  })
})
