import { loadNetwork, type Network } from '@touchstone/networks'
import type { QuotePki } from '@touchstone/verify/mint'
import type { Deployment } from './chain/deploy.js'
import type { DaEndpoints } from './da/da.js'
import type { CollateralEndpoint } from './enclave/collateralService.js'
import { buildTrust } from './enclave/trust.js'
import { PROVIDERS } from './provider/story.js'
import { writeJson } from './state.js'

const LABELS: Record<keyof Deployment, string> = {
  inferenceServing: 'inference',
  ledgerManager: 'ledger',
  flow: 'flow-turbo',
  identityRegistry: 'identity',
  daSigners: 'da-signers',
  daEntrance: 'da-entrance',
}

export interface Endpoints {
  rpc: string
  storageIndexer: string
  storageNodes: string[]
  providers: string[]
  da: DaEndpoints
  /** Serves the collateral of the devnet's platform. */
  collateral: CollateralEndpoint
}

/** Writes the network's file that every other room reads: the template with this devnet's addresses filled in. */
export function writeNetworkFile(
  file: string,
  {
    deployment,
    endpoints,
    pki,
    examples,
  }: {
    deployment: Deployment
    endpoints: Endpoints
    pki: QuotePki
    examples: NonNullable<Network['examples']>
  },
): void {
  const template = loadNetwork('devnet')
  writeJson(file, {
    ...template,
    rpc: [endpoints.rpc],
    ws: [endpoints.rpc.replace('http', 'ws')],
    contracts: Object.entries(deployment).map(([kind, deployed]) => ({
      kind,
      label: LABELS[kind as keyof Deployment],
      ...deployed,
    })),
    storage: { indexers: [endpoints.storageIndexer], nodes: endpoints.storageNodes },
    da: { dispersers: [endpoints.da.disperser], retrievers: [endpoints.da.retriever], nodes: endpoints.da.nodes },
    quotes: { collateral: [endpoints.collateral] },
    providers: endpoints.providers,
    trust: buildTrust(template.trust, pki, PROVIDERS),
    examples,
  })
}
