import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Downloader, StorageNode } from '@0gfoundation/0g-ts-sdk'
import { parseNetwork, requireContract } from '@touchstone/networks'
import { foldNodes, type Hex, parseTags, readTrail, type TrailRecord } from '@touchstone/verify'
import { Contract, type JsonRpcProvider } from 'ethers'
import pino from 'pino'
import { fixedPriceFlow, inferenceServing } from '../chain/artifacts.js'
import { connect } from '../chain/connect.js'
import { type Devnet, startDevnet } from '../devnet.js'
import { choosePorts } from '../ports.js'

/** A devnet started for a test, seen from outside: through its network file alone. */
export interface Running {
  chain: JsonRpcProvider
  network: ReturnType<typeof parseNetwork>
  inference: Contract
  flow: Contract
  healthUrl: string
  stop(): Promise<void>
}

/** A trail as the chain names it. */
export interface Anchored {
  root: Hex
  author: string
  payer: string
  provider: string
}

export async function makeFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'devnet-test-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

export async function run(dataDir: string): Promise<Running> {
  const { health } = await choosePorts(join(dataDir, 'health.json'), ['health'], {})
  const log = pino({ level: 'silent' })
  const devnet: Devnet = await startDevnet({ dataDir, healthPort: health, rpcPort: undefined, log })
  const network = parseNetwork(await readFile(devnet.networkFile, 'utf8'), devnet.networkFile)
  const chain = connect(network.rpc[0] ?? '')
  const at = (address: string, abi: ReturnType<typeof inferenceServing>['abi']) => new Contract(address, abi, chain)
  return {
    ...{ chain, network, healthUrl: `http://127.0.0.1:${health}/healthz` },
    inference: at(requireContract(network, 'inferenceServing').address, inferenceServing().abi),
    flow: at(requireContract(network, 'flow').address, fixedPriceFlow().abi),
    async stop() {
      chain.destroy()
      await devnet.stop()
    },
  }
}

/** Trails in the order of their anchors. */
export async function listAnchored({ flow, chain }: Running): Promise<Anchored[]> {
  const filter = flow.filters.Submit?.()
  if (filter === undefined) throw new Error('The contract has no Submit event.')
  const anchored: Anchored[] = []
  for (const log of await flow.queryFilter(filter, 0)) {
    const submission = flow.interface.parseLog(log)?.args[5] as [bigint, Hex, [Hex, bigint][]]
    const tags = parseTags(submission[1])
    const transaction = await chain.getTransaction(log.transactionHash)
    if (tags === undefined || transaction === null) continue
    const root = foldNodes(submission[2].map(([node]) => ({ root: node })))
    anchored.push({ root, author: transaction.from.toLowerCase(), ...tags })
  }
  return anchored
}

/** A file by the official client, from that one node; undefined while it is not there. */
export async function download(node: string | undefined, root: string): Promise<Uint8Array | undefined> {
  const [blob, error] = await new Downloader([new StorageNode(node ?? '')]).downloadToBlob(root)
  return error === null ? new Uint8Array(await blob.arrayBuffer()) : undefined
}

/** @throws Error where a reader refuses the trail. */
export function readRecords(bytes: Uint8Array): TrailRecord[] {
  const records: TrailRecord[] = []
  for (const line of readTrail(bytes)) {
    if (line.kind === 'rejected') throw new Error(`Line ${line.line}: ${line.reason}`)
    if (line.kind === 'record') records.push(line.record)
  }
  return records
}
