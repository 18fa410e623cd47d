import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Indexer, MemData, Proof, StorageNode } from '@0gfoundation/0g-ts-sdk'
import { buildTags, type Hex, storageRoot } from '@touchstone/verify'
import { Wallet } from 'ethers'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fund } from '../chain/keys.js'
import { type OpenChain, openChain } from '../chain/openChain.js'
import { choosePorts } from '../ports.js'
import { type Storage, startStorage } from './storage.js'

const liedAbout = new Set<Hex>()
let folder: string
let chain: OpenChain
let storage: Storage
let uploader: Wallet

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-test-'))
  const ports = await choosePorts(join(folder, 'ports.json'), ['rpc', 'nodeA', 'nodeB', 'indexer'], {})
  chain = await openChain(folder, ports.rpc, pino({ level: 'silent' }))
  uploader = Wallet.createRandom().connect(chain.chain) as unknown as Wallet
  await fund(chain.chain, [uploader.address], 10n ** 21n)
  storage = await start(ports)
}, 60_000)

afterAll(async () => {
  await storage?.stop()
  chain?.chain.destroy()
  await chain?.anvil.stop()
  await rm(folder, { recursive: true, force: true })
})

function start(ports: Record<'nodeA' | 'nodeB' | 'indexer', number>) {
  return startStorage({
    rpcUrl: chain.anvil.url,
    flow: chain.deployment.flow.address,
    flowDeployBlock: chain.deployment.flow.startBlock,
    chainId: 16688,
    dataDir: join(folder, 'storage'),
    ports,
    lies: (root) => liedAbout.has(root),
    onError: (error) => {
      throw error
    },
  })
}

function file(size: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed) % 251)
}

async function upload(bytes: Uint8Array, tags: Hex): Promise<Hex> {
  const [result, error] = await new Indexer(storage.indexer).upload(
    new MemData(bytes),
    chain.anvil.url,
    uploader as never,
    { tags, finalityRequired: true, expectedReplica: 1, taskSize: 10, skipTx: false, fee: 0n },
  )
  expect(error).toBeNull()
  const root = 'rootHash' in result ? result.rootHash : ''
  expect(root).toBe(storageRoot(bytes).root)
  return root as Hex
}

async function chunks(url: string, root: Hex, bytes: Uint8Array): Promise<Uint8Array> {
  const parts: Buffer[] = []
  const total = Math.ceil(bytes.length / 256)
  for (let at = 0; at < total; at += 1024) {
    const part = await new StorageNode(url).downloadSegment(root, at, Math.min(at + 1024, total))
    parts.push(Buffer.from(part as unknown as string, 'base64'))
  }
  return Buffer.concat(parts).subarray(0, bytes.length)
}

const tags = buildTags({ payer: `0x${'11'.repeat(20)}`, provider: `0x${'22'.repeat(20)}` })

describe('storage of the devnet', () => {
  it('takes a file of three segments from the official SDK and serves it from both nodes', async () => {
    const bytes = file(600_001, 7)
    const root = await upload(bytes, tags)
    expect(storageRoot(await chunks(storage.nodeA, root, bytes)).root).toBe(root)
    expect(storageRoot(await chunks(storage.nodeB, root, bytes)).root).toBe(root)
    const [blob, error] = await new Indexer(storage.indexer).downloadToBlob(root)
    expect(error).toBeNull()
    expect(storageRoot(new Uint8Array(await (blob as Blob).arrayBuffer())).root).toBe(root)
    expect((await readdir(join(folder, 'storage', 'node-b'))).includes(root)).toBe(true)
  }, 60_000)

  it('proves each segment of a file in a way that the official SDK accepts', async () => {
    const bytes = file(1_300_000, 5)
    const root = await upload(bytes, tags)
    const segments = Math.ceil(bytes.length / 262_144)
    for (let index = 0; index < segments; index += 1) {
      const { result } = await rpc(storage.nodeA, 'zgs_downloadSegmentWithProof', [root, index])
      const { proof } = result as { proof: { lemma: string[]; path: boolean[] } }
      const [leaf = ''] = proof.lemma
      expect(new Proof(proof.lemma, proof.path).validateHash(root, leaf, index, segments)).toBeNull()
    }
    const past = await rpc(storage.nodeA, 'zgs_downloadSegmentWithProof', [root, segments])
    expect(past).toMatchObject({ error: { message: 'Invalid params: index', data: 'index out of bound' } })
  }, 60_000)

  it('names the lying node first, and that node serves other bytes of the right size', async () => {
    const bytes = file(5000, 9)
    const root = await upload(bytes, tags)
    liedAbout.add(root)
    const locations = await new Indexer(storage.indexer).getFileLocations(root)
    expect(locations.map((location) => location.url)).toEqual([storage.nodeB, storage.nodeA])
    const forged = await chunks(storage.nodeB, root, bytes)
    expect(forged).toHaveLength(bytes.length)
    expect(storageRoot(forged).root).not.toBe(root)
    expect(storageRoot(await chunks(storage.nodeA, root, bytes)).root).toBe(root)
    const proven = await new StorageNode(storage.nodeB).downloadSegmentWithProof(root, 0)
    expect(Buffer.from(proven.data as unknown as string, 'base64')).not.toEqual(Buffer.from(bytes))
  }, 60_000)

  it('answers in the shapes and codes of 0G', async () => {
    const bytes = file(1000, 3)
    const root = await upload(bytes, tags)
    const info = await rpc(storage.nodeA, 'zgs_getFileInfo', [root, false])
    expect(info.result).toMatchObject({
      finalized: true,
      pruned: false,
      uploadedSegNum: 1,
      tx: { size: 1000, dataMerkleRoot: root, merkleNodes: [[3, root]] },
    })
    expect((await rpc(storage.nodeA, 'zgs_getFileInfo', [`0x${'0'.repeat(64)}`, false])).result).toBeNull()
    expect(await rpc(storage.nodeA, 'zgs_downloadSegment', [root, 0, 1025])).toMatchObject({
      error: { code: -32602, message: 'Invalid params: end_index', data: 'exceeds maximum chunks 1024' },
    })
    expect(await rpc(storage.nodeA, 'zgs_downloadSegment', [root, 0, 5])).toMatchObject({
      error: { code: -32602, data: 'invalid chunk index' },
    })
    expect(await rpc(storage.nodeA, 'zgs_getFileInfo', ['nonsense', false])).toMatchObject({ error: { code: -32602 } })
    expect(await rpc(storage.nodeA, 'no_such', [])).toMatchObject({ error: { code: -32601 } })
    const missing = await (await fetch(`${storage.indexer}/file?root=0x${'0'.repeat(64)}`)).json()
    expect(missing).toMatchObject({ code: 101 })
    const found = await fetch(`${storage.indexer}/file?root=${root}`)
    expect(found.headers.get('content-disposition')).toContain('attachment')
    expect(storageRoot(new Uint8Array(await found.arrayBuffer())).root).toBe(root)
  }, 60_000)
})

async function rpc(url: string, method: string, params: unknown[]) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return (await response.json()) as { result?: unknown; error?: unknown }
}
