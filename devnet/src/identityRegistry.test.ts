import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Contract, ContractFactory, type ContractTransactionReceipt, id, Wallet, ZeroAddress } from 'ethers'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownContract } from './chain/artifacts.js'
import { CHAIN_ID } from './chain/connect.js'
import { fund, keyOf } from './chain/keys.js'
import { type OpenChain, openChain } from './chain/openChain.js'
import { choosePorts } from './ports.js'

const URI = 'data:,{"name":"one"}'
let folder: string
let open: OpenChain
let registry: Contract
let owner: Wallet
let other: Wallet

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-test-'))
  const { rpc } = await choosePorts(join(folder, 'ports.json'), ['rpc'], {})
  open = await openChain(folder, rpc, pino({ level: 'silent' }))
  owner = new Wallet(keyOf('test/owner'), open.chain)
  other = new Wallet(keyOf('test/other'), open.chain)
  await fund(open.chain, [owner.address, other.address], 10n ** 20n)
  registry = new Contract(open.deployment.identityRegistry.address, ownContract('IdentityRegistry').abi, owner)
}, 30_000)

afterAll(async () => {
  open.chain.destroy()
  await open.anvil.stop()
  await rm(folder, { recursive: true, force: true })
})

async function send(contract: Contract, method: string, ...args: unknown[]): Promise<string[]> {
  const transaction = await contract.getFunction(method).send(...args, { gasLimit: 1_000_000 })
  return describeLogs(await transaction.wait())
}

/** Each log in one line: its name, its agent and what matters of it. */
function describeLogs(receipt: ContractTransactionReceipt | null): string[] {
  return (receipt?.logs ?? []).flatMap((log) => {
    const parsed = registry.interface.parseLog(log)
    if (!parsed) return []
    const { args } = parsed
    switch (parsed.name) {
      case 'Transfer':
        return [`Transfer ${args.from === ZeroAddress ? '0' : args.from} ${args.to} ${args.tokenId}`]
      case 'Registered':
        return [`Registered ${args.agentId} ${args.agentURI} ${args.owner}`]
      case 'MetadataSet':
        return [`MetadataSet ${args.agentId} ${args.metadataKey} ${args.metadataValue}`]
      case 'URIUpdated':
        return [`URIUpdated ${args.agentId} ${args.newURI} ${args.updatedBy}`]
      default:
        return [parsed.name]
    }
  })
}

async function register(uri: string): Promise<bigint> {
  const agentId = (await registry.getFunction('register(string)').staticCall(uri)) as bigint
  await send(registry, 'register(string)', uri)
  return agentId
}

const refused = (contract: Contract, method: string, ...args: unknown[]) =>
  contract
    .getFunction(method)
    .staticCall(...args)
    .then(
      () => 'accepted',
      (error: { reason?: string | null }) => error.reason ?? 'reverted without a reason',
    )

async function signWallet(wallet: Wallet, agentId: bigint, deadline: number): Promise<string> {
  const domain = {
    ...{ name: 'ERC8004IdentityRegistry', version: '1', chainId: CHAIN_ID },
    verifyingContract: await registry.getAddress(),
  }
  const fields = ['uint256 agentId', 'address newWallet', 'address owner', 'uint256 deadline']
  const types = {
    AgentWalletSet: fields.map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' })),
  }
  return wallet.signTypedData(domain, types, { agentId, newWallet: wallet.address, owner: owner.address, deadline })
}

const inSeconds = async (seconds: number) => Number((await open.chain.getBlock('latest'))?.timestamp) + seconds
const connect = (wallet: Wallet) => registry.connect(wallet) as Contract
const lower = (address: string) => address.toLowerCase()

describe('IdentityRegistry', () => {
  it('counts from 0, says 2.0.0 and emits each form of register in order', async () => {
    expect(await registry.getFunction('getVersion').staticCall()).toBe('2.0.0')
    expect(await send(registry, 'register()')).toEqual([
      `Transfer 0 ${owner.address} 0`,
      `Registered 0  ${owner.address}`,
      `MetadataSet 0 agentWallet ${lower(owner.address)}`,
    ])
    const extra = [{ metadataKey: 'colour', metadataValue: '0x07' }]
    expect(await send(registry, 'register(string,(string,bytes)[])', URI, extra)).toEqual([
      `Transfer 0 ${owner.address} 1`,
      'MetadataUpdate',
      `Registered 1 ${URI} ${owner.address}`,
      `MetadataSet 1 agentWallet ${lower(owner.address)}`,
      'MetadataSet 1 colour 0x07',
    ])
    expect(await registry.getFunction('tokenURI').staticCall(1)).toBe(URI)
  }, 30_000)

  it('emits the topics that indexers of the deployed registries filter by', () => {
    const topic = (name: string) => registry.interface.getEvent(name)?.topicHash
    expect(topic('Registered')).toBe('0xca52e62c367d81bb2e328eb795f7c7ba24afb478408a26c0e201d155c449bc4a')
    expect(topic('MetadataSet')).toBe('0x2c149ed548c6d2993cd73efe187df6eccabe4538091b33adbd25fafdb8a1468b')
    expect(topic('URIUpdated')).toBe('0x3a2c7fffc2cba7582c690e3b82c453ea02a308326a98a3ad7576c606336409fb')
    expect(topic('MetadataUpdate')).toBe(id('MetadataUpdate(uint256)'))
    expect(registry.interface.getFunction('setAgentWallet')?.selector).toBe('0x2d1ef5ae')
    expect(registry.interface.getFunction('register(string,(string,bytes)[])')?.selector).toBe('0x8ea42286')
  })

  it('sets a URI, and forgets the wallet before a transfer', async () => {
    const agentId = await register(URI)
    expect(await send(registry, 'setAgentURI', agentId, 'data:,two')).toEqual([
      'MetadataUpdate',
      `URIUpdated ${agentId} data:,two ${owner.address}`,
    ])
    expect(await send(registry, 'transferFrom', owner.address, other.address, agentId)).toEqual([
      `MetadataSet ${agentId} agentWallet 0x`,
      `Transfer ${owner.address} ${other.address} ${agentId}`,
    ])
    expect(await registry.getFunction('getAgentWallet').staticCall(agentId)).toBe(ZeroAddress)
  }, 30_000)

  it('sets a wallet by its own signature, again after unsetting it, and not after a transfer', async () => {
    const agentId = await register(URI)
    const deadline = await inSeconds(250)
    const signature = await signWallet(other, agentId, deadline)
    const set = [agentId, other.address, deadline, signature] as const
    expect(await send(registry, 'setAgentWallet', ...set)).toEqual([
      `MetadataSet ${agentId} agentWallet ${lower(other.address)}`,
    ])
    expect(await send(registry, 'unsetAgentWallet', agentId)).toEqual([`MetadataSet ${agentId} agentWallet 0x`])
    await send(registry, 'setAgentWallet', ...set)
    expect(await registry.getFunction('getAgentWallet').staticCall(agentId)).toBe(other.address)
    await send(registry, 'transferFrom', owner.address, other.address, agentId)
    expect(await refused(connect(other), 'setAgentWallet', ...set)).toBe('invalid wallet sig')
  }, 30_000)

  it('refuses what is not allowed, with a reason', async () => {
    const agentId = await register(URI)
    const deadline = await inSeconds(250)
    const signature = await signWallet(other, agentId, deadline)
    expect(await refused(registry, 'setMetadata', agentId, 'agentWallet', '0x01')).toBe('reserved key')
    const reserved = [{ metadataKey: 'agentWallet', metadataValue: '0x01' }]
    expect(await refused(registry, 'register(string,(string,bytes)[])', URI, reserved)).toBe('reserved key')
    expect(await refused(connect(other), 'setAgentURI', agentId, URI)).toBe('Not authorized')
    expect(await refused(connect(other), 'unsetAgentWallet', agentId)).toBe('Not authorized')
    expect(await refused(registry, 'setAgentWallet', agentId, other.address, await inSeconds(-5), signature)).toBe(
      'expired',
    )
    expect(await refused(registry, 'setAgentWallet', agentId, other.address, await inSeconds(400), signature)).toBe(
      'deadline too far',
    )
    expect(await refused(registry, 'setAgentWallet', agentId, ZeroAddress, deadline, signature)).toBe('bad wallet')
    expect(await refused(registry, 'setAgentWallet', agentId, owner.address, deadline, signature)).toBe(
      'invalid wallet sig',
    )
    expect(await refused(registry, 'getAgentWallet', 9999)).toBe('ERC721: invalid token ID')
  }, 30_000)

  it('calls the receiver back before Registered, so that logs may end with a past owner', async () => {
    const heir = '0x000000000000000000000000000000000000bEEF'
    const { abi, bytecode } = ownContract('Reentrant')
    const deployed = await new ContractFactory(abi, bytecode, owner).deploy(heir)
    const reentrant = (await deployed.waitForDeployment()) as Contract
    const self = await reentrant.getAddress()
    const logs = await send(reentrant, 'register', await registry.getAddress())
    const agentId = logs[0]?.split(' ').at(-1)
    expect(logs).toEqual([
      `Transfer 0 ${self} ${agentId}`,
      `MetadataSet ${agentId} early 0x01`,
      `MetadataSet ${agentId} agentWallet 0x`,
      `Transfer ${self} ${heir} ${agentId}`,
      'MetadataUpdate',
      `Registered ${agentId} data:,first ${self}`,
      `MetadataSet ${agentId} agentWallet ${lower(self)}`,
    ])
    expect(await registry.getFunction('ownerOf').staticCall(agentId)).toBe(heir)
    expect(await registry.getFunction('getAgentWallet').staticCall(agentId)).toBe(ZeroAddress)
  }, 30_000)

  it('asks a contract wallet by ERC-1271, and mints to no contract that cannot receive', async () => {
    const { abi, bytecode } = ownContract('Wallet1271')
    const deployed = await new ContractFactory(abi, bytecode, owner).deploy()
    const wallet = (await deployed.waitForDeployment()) as Contract
    const agentId = await register(URI)
    const deadline = await inSeconds(250)
    const set = (signature: string) => [agentId, deployed.target, deadline, signature]
    expect(await refused(registry, 'setAgentWallet', ...set('0x0102'))).toBe('invalid wallet sig')
    expect(await send(registry, 'setAgentWallet', ...set('0x01'))).toHaveLength(1)
    expect(await refused(wallet, 'register', await registry.getAddress())).toContain('non ERC721Receiver')
  }, 30_000)
})
