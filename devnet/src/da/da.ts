import { join } from 'node:path'
import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js'
import { Contract, type JsonRpcProvider } from 'ethers'
import { ownContract } from '../chain/artifacts.js'
import { fund, walletOf } from '../chain/keys.js'
import { BlobStore } from './blobStore.js'
import { disperserMethods } from './disperser.js'
import { DISPERSER, RETRIEVER, SIGNER } from './protos.js'
import { announce, attest, registerSigner } from './quorum.js'
import { type DaBehaviours, retrieve, retrieveRows } from './services.js'

export interface DaOptions {
  chain: JsonRpcProvider
  entrance: string
  signers: string
  /** Blobs lie in it. */
  dataDir: string
  ports: { disperser: number; retriever: number; nodes: readonly [number, number] }
  /** What each service does with a blob; honest where absent. */
  behaves?: Partial<Record<'disperser' | 'retriever' | 'nodes', DaBehaviours>>
  onError(error: unknown): void
}

/** Base addresses of the services of 0G DA. */
export interface DaEndpoints {
  disperser: string
  retriever: string
  nodes: string[]
}

export interface Da extends DaEndpoints {
  stop(): Promise<void>
}

const NAMES = ['signer-1', 'signer-2'] as const
const ROWS = 3072
const PURSE = 1_000n * 10n ** 18n
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024

/** Registers the signers and starts disperser, retriever and one node a signer over gRPC. */
export async function startDa(options: DaOptions): Promise<Da> {
  const { chain, ports, behaves = {}, onError } = options
  const honest: DaBehaviours = () => 'honest'
  const store = new BlobStore(options.dataDir)
  const disperser = walletOf('da/disperser', chain)
  const wallets = NAMES.map((name) => walletOf(`da/${name}`, chain))
  await fund(chain, [disperser.address, ...wallets.map(({ address }) => address)], PURSE)
  const at = (name: string, address: string) => new Contract(address, ownContract(name).abi, chain)
  const signers = at('DASigners', options.signers)
  // In order: the place of a signer in the quorum is that of its registration.
  for (const [index, wallet] of wallets.entries())
    await registerSigner(signers, wallet, NAMES[index] ?? '', `127.0.0.1:${ports.nodes[index]}`)
  const entrance = at('DAEntrance', options.entrance).connect(disperser) as Contract
  const methods = disperserMethods({
    ...{ store, onError, behaves: behaves.disperser ?? honest },
    commit: async (dataRoot) => {
      const dispersal = await announce(entrance, dataRoot)
      await attest(entrance, dispersal, NAMES)
      return dispersal
    },
  })
  const node = (index: number) => ({
    BatchRetrieve: retrieveRows(
      store,
      behaves.nodes ?? honest,
      (row) => row < ROWS && Math.floor((row * NAMES.length) / ROWS) === index,
    ),
    GetStatus: (_call: unknown, reply: (error: null, answer: object) => void) =>
      reply(null, { status_code: '200', entrance_contract: options.entrance }),
  })
  const servers = [
    await listen(ports.disperser, DISPERSER, methods),
    await listen(ports.retriever, RETRIEVER, { RetrieveBlob: retrieve(store, behaves.retriever ?? honest) }),
    ...(await Promise.all(ports.nodes.map((port, index) => listen(port, SIGNER, node(index))))),
  ]
  return {
    disperser: toUrl(ports.disperser),
    retriever: toUrl(ports.retriever),
    nodes: ports.nodes.map(toUrl),
    stop: async () => {
      for (const server of servers) server.forceShutdown()
    },
  }
}

/** Where blobs lie in the devnet's folder. */
export function daFolder(folder: string): string {
  return join(folder, 'da')
}

function listen(port: number, service: ServiceDefinition, methods: object): Promise<Server> {
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES })
  server.addService(service, methods as UntypedServiceImplementation)
  return new Promise((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(server),
    ),
  )
}

function toUrl(port: number): string {
  return `http://127.0.0.1:${port}`
}
