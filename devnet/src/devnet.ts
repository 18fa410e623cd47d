import { setMaxListeners } from 'node:events'
import { join } from 'node:path'
import type { Hex } from '@touchstone/verify'
import type { QuotePki } from '@touchstone/verify/mint'
import { Contract } from 'ethers'
import type { Logger } from 'pino'
import { openAnchorAccount } from './anchorAccount.js'
import { Anvil } from './anvil/anvil.js'
import { createAttacks } from './attacks/attacks.js'
import { OfficialSdk } from './attacks/officialSdk.js'
import { serveAttacks } from './attacks/routes.js'
import { type Cast, startCast } from './cast.js'
import type { Artifact } from './chain/artifacts.js'
import * as artifacts from './chain/artifacts.js'
import { CHAIN_ID } from './chain/connect.js'
import { type OpenChain, openChain } from './chain/openChain.js'
import { type Da, daFolder, startDa } from './da/da.js'
import { type CollateralEndpoint, collateralEndpoint, createCollateralService } from './enclave/collateralService.js'
import { openPki } from './enclave/pki.js'
import { serveHealth } from './health.js'
import { Lies } from './lies.js'
import { writeNetworkFile } from './networkFile.js'
import { choosePorts, type Ports } from './ports.js'
import { PROVIDERS } from './provider/story.js'
import { type Storage, startStorage } from './storage/storage.js'
import type { World } from './world.js'

export interface DevnetOptions {
  dataDir: string
  healthPort: number
  rpcPort: number | undefined
  log: Logger
}

/** A running local 0G. */
export interface Devnet {
  /** Path of the network's file. */
  networkFile: string
  /** Ends traffic, storage and chain, in this order; everything that was mined is on disk afterwards. */
  stop(): Promise<void>
}

const DA_SOCKETS = ['daDisperser', 'daRetriever', 'daNode1', 'daNode2']
const SOCKETS = [
  ...['rpc', 'storageIndexer', 'storageA', 'storageB', 'collateral'],
  ...DA_SOCKETS,
  ...PROVIDERS.map((story) => story.name),
]

/** Starts the whole local 0G; resolves once contracts, services and agents are on chain and network.json is written. */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
  const { dataDir, log } = options
  const folder = join(dataDir, 'devnet')
  await Anvil.endOrphan(folder)
  const wanted = options.rpcPort === undefined ? {} : { rpc: options.rpcPort }
  const ports = await choosePorts(join(folder, 'ports.json'), SOCKETS, wanted)
  const stopping = new AbortController()
  // Every actor waits for it several times over.
  setMaxListeners(100, stopping.signal)
  const closing: (() => Promise<unknown>)[] = []
  const stop = async () => {
    stopping.abort()
    for (const close of closing.toReversed()) await close()
  }
  try {
    const open = await openChain(folder, portOf(ports, 'rpc'), log)
    closing.push(async () => {
      open.chain.destroy()
      await open.anvil.stop()
    })
    const lies = new Lies(join(folder, 'lies.json'))
    const storage = await openStorage(open, ports, { folder, lies, log })
    closing.push(() => storage.stop())
    const da = await openDa(open, ports, { folder, log })
    closing.push(() => da.stop())
    const pki = await openPki(join(folder, 'pki.json'))
    const quotes = createCollateralService(pki)
    await quotes.listen({ host: '127.0.0.1', port: portOf(ports, 'collateral') })
    closing.push(() => quotes.close())
    const world = buildWorld(open, {
      storageIndexer: storage.indexer,
      disperser: da.disperser,
      lies,
      pki,
      folder,
      log,
      stopping: stopping.signal,
    })
    const cast = await startCast(world, (name) => portOf(ports, name))
    closing.push(() => cast.stop())
    const providers = PROVIDERS.map(({ name }) => `http://127.0.0.1:${portOf(ports, name)}`)
    await openAnchorAccount(open.chain, folder)
    const collateral = collateralEndpoint(portOf(ports, 'collateral'))
    const networkFile = announce(dataDir, open, { storage, da, providers, collateral, pki, cast })
    const sdk = new OfficialSdk(world)
    const attacks = createAttacks({ world, cast, sdk, nodes: { a: storage.nodeA, b: storage.nodeB } })
    const state = () => ({ rpc: open.anvil.url })
    const health = await serveHealth(options.healthPort, state, (server) => serveAttacks(server, attacks))
    closing.push(() => health.close())
    log.info({ rpc: open.anvil.url, network: networkFile }, 'devnet is up')
    return { networkFile, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function openStorage(
  { anvil, deployment }: OpenChain,
  ports: Ports<string>,
  { folder, lies, log }: { folder: string; lies: Lies; log: Logger },
): Promise<Storage> {
  return startStorage({
    ...{ rpcUrl: anvil.url, chainId: CHAIN_ID, dataDir: join(folder, 'storage') },
    ...{ flow: deployment.flow.address, flowDeployBlock: deployment.flow.startBlock },
    ports: {
      nodeA: portOf(ports, 'storageA'),
      nodeB: portOf(ports, 'storageB'),
      indexer: portOf(ports, 'storageIndexer'),
    },
    lies: (root) => lies.has(root),
    onError: (error) => log.debug({ error: String(error) }, 'the flow could not be read, trying again'),
  })
}

/** The disperser serves wrong bytes of every second blob, the first among them; the retriever has all of them right. */
function openDa(
  { chain, deployment }: OpenChain,
  ports: Ports<string>,
  { folder, log }: { folder: string; log: Logger },
): Promise<Da> {
  const lies = new Lies(join(folder, 'da-lies.json'))
  const disperser = (root: Hex) => {
    lies.offer(root)
    return lies.has(root) ? 'lie' : 'honest'
  }
  return startDa({
    ...{ chain, entrance: deployment.daEntrance.address, signers: deployment.daSigners.address },
    dataDir: daFolder(folder),
    ports: {
      disperser: portOf(ports, 'daDisperser'),
      retriever: portOf(ports, 'daRetriever'),
      nodes: [portOf(ports, 'daNode1'), portOf(ports, 'daNode2')],
    },
    behaves: { disperser },
    onError: (error) => log.debug({ error: String(error) }, 'a blob was not dispersed'),
  })
}

function buildWorld(
  { anvil, chain, deployment }: OpenChain,
  rest: Pick<World, 'storageIndexer' | 'disperser' | 'lies' | 'pki' | 'folder' | 'log' | 'stopping'>,
): World {
  const at = (name: keyof typeof deployment, { abi }: Artifact) => new Contract(deployment[name].address, abi, chain)
  return {
    ...rest,
    ...{ chain, rpcUrl: anvil.url, deployment },
    contracts: {
      inference: at('inferenceServing', artifacts.inferenceServing()),
      ledger: at('ledgerManager', artifacts.ledgerManager()),
      registry: at('identityRegistry', artifacts.ownContract('IdentityRegistry')),
      flow: at('flow', artifacts.fixedPriceFlow()),
    },
  }
}

function announce(
  dataDir: string,
  { anvil, deployment }: OpenChain,
  {
    storage,
    pki,
    cast,
    ...rest
  }: { storage: Storage; da: Da; providers: string[]; collateral: CollateralEndpoint; pki: QuotePki; cast: Cast },
): string {
  const networkFile = join(dataDir, 'network.json')
  const endpoints = {
    rpc: anvil.url,
    storageIndexer: storage.indexer,
    storageNodes: [storage.nodeB, storage.nodeA],
    ...rest,
  }
  writeNetworkFile(networkFile, { deployment, endpoints, pki, examples: cast.examples })
  return networkFile
}

function portOf(ports: Ports<string>, name: string): number {
  const port = ports[name]
  if (port === undefined) throw new Error(`No port was chosen for ${name}.`)
  return port
}
