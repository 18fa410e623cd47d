import { loadNetwork, type Network } from '@touchstone/networks'
import type { Deployment } from './chain/deploy.js'
import { writeJson } from './state.js'

export interface Endpoints {
  rpc: string
  storageIndexer: string
  storageNodes: string[]
}

/** Writes the network's file that every other room reads: the template with this devnet's addresses filled in. */
export function writeNetworkFile(
  file: string,
  deployment: Deployment,
  endpoints: Endpoints,
  examples: NonNullable<Network['examples']>,
): void {
  writeJson(file, {
    ...loadNetwork('devnet'),
    rpc: [endpoints.rpc],
    ws: [endpoints.rpc.replace('http', 'ws')],
    contracts: deployment,
    storage: { indexers: [endpoints.storageIndexer], nodes: endpoints.storageNodes },
    examples,
  })
}
