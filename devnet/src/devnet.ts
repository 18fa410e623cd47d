import { join } from 'node:path'
import type { Logger } from 'pino'
import { openChain } from './chain/openChain.js'
import { serveHealth } from './health.js'
import { writeNetworkFile } from './networkFile.js'
import { choosePorts } from './ports.js'

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
  stop(): Promise<void>
}

const SOCKETS = ['rpc', 'storageIndexer', 'storageA', 'storageB'] as const

/** Starts the whole local 0G; resolves once contracts are deployed and network.json is written. */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
  const { dataDir, log } = options
  const folder = join(dataDir, 'devnet')
  const wanted = options.rpcPort === undefined ? {} : { rpc: options.rpcPort }
  const ports = await choosePorts(join(folder, 'ports.json'), SOCKETS, wanted)
  const { anvil, chain, deployment } = await openChain(folder, ports.rpc, log)
  const networkFile = join(dataDir, 'network.json')
  const url = (port: number) => `http://127.0.0.1:${port}`
  writeNetworkFile(
    networkFile,
    deployment,
    {
      rpc: anvil.url,
      storageIndexer: url(ports.storageIndexer),
      storageNodes: [url(ports.storageB), url(ports.storageA)],
    },
    [],
  )
  const health = await serveHealth(options.healthPort, () => ({ rpc: anvil.url }))
  log.info({ rpc: anvil.url, network: networkFile }, 'devnet is up')
  return {
    networkFile,
    async stop() {
      await health.close()
      chain.destroy()
      await anvil.stop()
    },
  }
}
