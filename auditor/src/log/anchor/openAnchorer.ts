import { type Network, requireContract } from '@touchstone/networks'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Env } from '../../env.js'
import { DEFAULT_LIMITS } from '../../fetch/limits.js'
import type { LogFolder } from '../logFolder.js'
import { openAnchorNodes } from './anchorChain.js'
import { type Anchorer, createAnchorer } from './anchorer.js'
import { readAnchorKey } from './anchorKey.js'

/** The anchorer that the environment asks for; undefined where it names no key. @throws KeyFileError, NetworkFileError */
export async function openAnchorer(
  env: Env,
  network: Network,
  { db, logKeyId, folder, log }: { db: pg.Pool; logKeyId: string; folder: LogFolder; log: Logger },
): Promise<Anchorer | undefined> {
  if (env.ANCHOR_KEY_FILE === undefined) return undefined
  const key = await readAnchorKey(env.ANCHOR_KEY_FILE)
  const { chainId, finality } = network
  const flow = requireContract(network, 'flow').address
  const nodes = openAnchorNodes(network.rpc, chainId, { ...DEFAULT_LIMITS, requestMs: env.REQUEST_TIMEOUT_MS })
  const context = { db, key, logKeyId, chainId, flow, finality, everyMs: env.ANCHOR_SECONDS * 1_000 }
  return createAnchorer(context, { nodes, folder, log })
}
