import { type HDNodeWallet, SigningKey, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import type { CallFrame } from '../../decode/chain'
import { foldBlocks } from '../../testing/fold'
import {
  ABI,
  address,
  buildBlock,
  CONTEXT,
  CONTRACTS,
  encodeLog,
  type LogDraft,
  type TxDraft,
} from '../../testing/logs'
import { walletDigest } from './walletDigest'

const OWNER = address(0xa)
const BUYER = address(0xb)
const ZERO = address(0)
const signer = new Wallet(`0x${'11'.repeat(32)}`)
const WALLET = signer.address.toLowerCase()
const DEADLINE = 1_800_000_000n
const agentOf = (id: bigint) => `eip155:${CONTEXT.chainId}:${CONTRACTS.registry}:${id}`

const named = (id: bigint, wallet: string) =>
  encodeLog('registry', 'MetadataSet', [id, 'agentWallet', 'agentWallet', wallet])

interface Consent {
  id?: bigint
  wallet?: string
  owner?: string
  deadline?: bigint
  by?: Wallet | HDNodeWallet
  chainId?: number
}

async function consent({
  id = 1n,
  wallet = WALLET,
  owner = OWNER,
  deadline = DEADLINE,
  by = signer,
  ...other
}: Consent) {
  const domain = {
    name: 'ERC8004IdentityRegistry',
    version: '1',
    chainId: other.chainId ?? CONTEXT.chainId,
    verifyingContract: CONTRACTS.registry,
  }
  const type = ['uint256 agentId', 'address newWallet', 'address owner', 'uint256 deadline'].map((field) => {
    const [of = '', name = ''] = field.split(' ')
    return { name, type: of }
  })
  const message = { agentId: id, newWallet: wallet, owner, deadline }
  const signature = await by.signTypedData(domain, { AgentWalletSet: type }, message)
  return ABI.registry.encodeFunctionData('setAgentWallet', [id, wallet, deadline, signature])
}

const register = (id = 1n, owner = OWNER): TxDraft => ({
  from: owner,
  to: CONTRACTS.registry,
  logs: [
    encodeLog('registry', 'Transfer', [ZERO, owner, id]),
    encodeLog('registry', 'Registered', [id, '', owner]),
    named(id, owner),
  ],
})

const direct = (input: string, id = 1n, wallet = WALLET): TxDraft => {
  return { from: OWNER, to: CONTRACTS.registry, input, logs: [named(id, wallet)] }
}

const frame = (n: number, input: string, more: Partial<CallFrame> = {}): CallFrame => {
  return { path: [n], type: 'call', from: OWNER, to: CONTRACTS.registry, input, value: 0n, failed: false, ...more }
}

const within = (frames: CallFrame[], ...logs: LogDraft[]): TxDraft => ({ from: OWNER, to: address(0xee), frames, logs })

const statesOf = (...blocks: TxDraft[][]) =>
  foldBlocks(blocks)
    .wallets.listChanged()
    .filter((row) => row.wallet === WALLET)
    .map((row) => [row.signature, row.fromBlock, row.toBlock])

const signedLinks = (...blocks: TxDraft[][]) =>
  foldBlocks(blocks)
    .links.listChanged()
    .filter((row) => row.type === 'L2')
    .map((row) => [row.agent.id, row.payer, row.strength, row.fromBlock, row.toBlock])

describe('the digest that a wallet signs', () => {
  it('is that of the reference, and recovers to the wallet', () => {
    const digest = walletDigest({
      chainId: 16661,
      registry: '0x8004a169fb4a3325136eb29fa0ceb6d2e539a432',
      agentId: 42n,
      wallet: '0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a',
      owner: '0x1563915e194d8cfba1943570603f7606a3115508',
      deadline: 1_790_000_000n,
    })
    expect(digest).toBe('0xc31c408608436c45e26bc9fdb8e92202c92630ae69cfc139d4c20246fb48a725')
    const signature =
      '0xba9d3ca32a5d13055c16f07fdccb8b007ff7ef441bd42bde53dc058444b3e2d1139b8367af8d8be1435061c7d070835cafec69a5494715bd26ab14f0656b6ed71b'
    expect(SigningKey.recoverPublicKey(digest, signature)).toBe(signer.signingKey.publicKey)
  })
})

describe('a wallet set by its own signature', () => {
  it('is verified from the calldata of a direct call and links with strength A', async () => {
    const state = foldBlocks([[register()], [direct(await consent({}))]])
    const row = state.wallets.findOpen(agentOf(1n))
    expect(row).toMatchObject({ wallet: WALLET, how: 'set', signature: 'verified', deadline: DEADLINE })
    expect(row?.signatureBytes).toMatch(/^0x[0-9a-f]{130}$/)
    expect(signedLinks([register()], [direct(await consent({}))])).toEqual([[agentOf(1n), WALLET, 'A', 2, null]])
  })

  it('is verified again when the same signature is sent again, and not after a sale', async () => {
    const input = await consent({})
    const sale = {
      from: OWNER,
      to: CONTRACTS.registry,
      logs: [named(1n, '0x'), encodeLog('registry', 'Transfer', [OWNER, BUYER, 1n])],
    }
    const unset = { from: OWNER, to: CONTRACTS.registry, logs: [named(1n, '0x')] }
    const blocks = [[register()], [direct(input)], [unset], [direct(input)], [sale], [direct(input)]]
    // The contract would refuse the last one: a log that says otherwise proves nothing.
    expect(statesOf(...blocks)).toEqual([
      ['verified', 2, 3],
      ['verified', 4, 5],
      ['mismatch', 6, null],
    ])
    expect(signedLinks(...blocks).map(([, , , from, to]) => [from, to])).toEqual([
      [2, 3],
      [4, 5],
    ])
  })

  it('may serve many agents, each by a signature of its own', async () => {
    const blocks = [
      [register(1n)],
      [register(2n)],
      [direct(await consent({ id: 1n }))],
      [direct(await consent({ id: 2n }), 2n)],
    ]
    expect(signedLinks(...blocks).map(([agent]) => agent)).toEqual([agentOf(1n), agentOf(2n)])
    // The signature of the first agent under the number of the second.
    const borrowed = ABI.registry.decodeFunctionData('setAgentWallet', await consent({ id: 1n }))
    const input = ABI.registry.encodeFunctionData('setAgentWallet', [2n, WALLET, DEADLINE, borrowed[3]])
    expect(statesOf([register(2n)], [direct(input, 2n)])).toEqual([['mismatch', 2, null]])
  })

  it.each<[string, Consent]>([
    ['of another key', { by: new Wallet(`0x${'33'.repeat(32)}`) }],
    ['that names another owner', { owner: BUYER }],
    ['of another chain', { chainId: 1 }],
    ['after its deadline', { deadline: 1_600_000_000n }],
  ])('links nothing by a signature %s', async (_name, what) => {
    const blocks = [[register()], [direct(await consent(what))]]
    expect(statesOf(...blocks)).toEqual([['mismatch', 2, null]])
    expect(signedLinks(...blocks)).toEqual([])
  })

  it('is a mismatch where the signature is a contract’s, of whatever length', () => {
    for (const signature of ['0x', `0x${'ab'.repeat(64)}`, `0x${'ab'.repeat(100_000)}`]) {
      const input = ABI.registry.encodeFunctionData('setAgentWallet', [1n, WALLET, DEADLINE, signature])
      const row = foldBlocks([[register()], [direct(input)]]).wallets.findOpen(agentOf(1n))
      expect(row?.signature).toBe('mismatch')
      expect(row?.signatureBytes?.length).toBeLessThanOrEqual(2 + 2 * 1024)
    }
  })

  it('is paired with inner calls by counting, where a trace tells of them', async () => {
    const [one, two] = [await consent({ id: 1n }), await consent({ id: 2n })]
    const registered = [[register(1n)], [register(2n)]]
    const logs = [named(1n, WALLET), named(2n, WALLET)]
    const all = (frames: CallFrame[]) => statesOf(...registered, [within(frames, ...logs)]).map(([state]) => state)
    expect(all([frame(0, one), frame(1, two)])).toEqual(['verified', 'verified'])
    // A call that failed, a delegate call, or one to another contract is none of them.
    const others = [
      frame(0, one, { failed: true }),
      frame(1, two, { type: 'delegatecall' }),
      frame(2, two, { to: address(7) }),
    ]
    expect(all([...others, frame(3, one), frame(4, two)])).toEqual(['verified', 'verified'])
    expect(all([frame(0, two), frame(1, one)])).toEqual(['unavailable', 'unavailable'])
    expect(all([frame(0, one)])).toEqual(['unavailable', 'unavailable'])
    expect(all([frame(0, one), frame(1, two), frame(2, two)])).toEqual(['unavailable', 'unavailable'])
    expect(all([frame(0, `${one.slice(0, 200)}`), frame(1, two)])).toEqual(['unavailable', 'unavailable'])
    expect(statesOf(...registered, [{ ...within([], ...logs), frames: null }])).toEqual([
      ['unavailable', 3, null],
      ['unavailable', 3, null],
    ])
  })

  it('is told from the default wallet of a registration in the same transaction', async () => {
    const input = await consent({ owner: address(0xee) })
    const frames = [frame(0, ABI.registry.encodeFunctionData('register', [''])), frame(1, input)]
    const both = within(frames, ...register(1n, address(0xee)).logs, named(1n, WALLET))
    expect(
      foldBlocks([[both]])
        .wallets.listChanged()
        .map((row) => [row.how, row.signature]),
    ).toEqual([
      ['register', null],
      ['set', 'verified'],
    ])
  })

  it('reads no calldata of a transaction that only looks like the call', async () => {
    const block = buildBlock(1, [direct(await consent({ wallet: BUYER }))])
    expect(block.transactions[0]?.logs.length).toBe(1)
    expect(statesOf([register()], [direct(await consent({ wallet: BUYER }))])).toEqual([['unavailable', 2, null]])
  })
})
