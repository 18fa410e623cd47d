import type { QuotePki } from '@touchstone/verify/mint'
import type { Contract, JsonRpcProvider } from 'ethers'
import type { Logger } from 'pino'
import type { Deployment } from './chain/deploy.js'
import type { Lies } from './lies.js'

/** What every actor on the devnet is given. */
export interface World {
  chain: JsonRpcProvider
  rpcUrl: string
  deployment: Deployment
  /** Read-only handles; `connect` a wallet to send. */
  contracts: Record<'inference' | 'ledger' | 'registry' | 'flow', Contract>
  storageIndexer: string
  /** Base address of the disperser of 0G DA. */
  disperser: string
  /** About which roots the second storage node will serve wrong bytes. */
  lies: Lies
  /** Signs the enclaves' quotes. */
  pki: QuotePki
  /** State folder of the devnet. */
  folder: string
  stopping: AbortSignal
  log: Logger
}
