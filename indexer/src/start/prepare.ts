import type { Logger } from '@subsquid/logger'
import type { Network } from '@touchstone/networks'
import type { DataSource } from 'typeorm'
import { startDigest } from '../digest/start'
import type { Env } from '../env'
import type { FrameSource } from '../frames/frameSource'
import { openFrames } from '../frames/openFrames'
import { ConfigError } from './config-error'
import { explainBreak, findContinuity, findStatus, resetFacts } from './continuity'
import { assertHistory } from './history'
import type { Rpc } from './rpc'
import { seedNetwork } from './seed'

/**
 * Makes the facts ready to be written on, and asserts that the chain's history can be read.
 * @param head height of the RPC's newest block.
 * @param source of the facts; it stays open.
 * @returns where the calls within transactions come from.
 * @throws ConfigError where the facts are of another chain, or the RPC lacks the history.
 */
export async function prepare(
  env: Env,
  network: Network,
  { rpc, head, source, log }: { rpc: Rpc; head: number; source: DataSource; log: Logger },
): Promise<FrameSource> {
  const prepared = prepareFacts(source, env, network, { rpc, log })
  // A gateway has the history: of the RPC only the head is asked.
  const from = env.GATEWAY_URL === undefined ? await prepared : undefined
  const [frames] = await Promise.all([
    openFrames(rpc.url, env.GATEWAY_URL),
    assertHistory(rpc, network, { from, head }),
    prepared,
  ])
  log.info({ capability: frames.capability }, 'calls within transactions')
  return frames
}

/** @returns the first block that is not indexed yet. */
async function prepareFacts(
  source: DataSource,
  env: Env,
  network: Network,
  { rpc, log }: { rpc: Rpc; log: Logger },
): Promise<number> {
  const continuity = await findContinuity(source, rpc, network)
  if (continuity.kind === 'broken') {
    if (env.RESET_ON_DEEP_REORG === '0') throw new ConfigError(explainBreak(continuity.why))
    log.warn(`dropping all facts and reading the chain again: ${continuity.why}`)
    await resetFacts(source)
  }
  await seedNetwork(source, network)
  const { height } = startDigest(network)
  return 1 + Math.max(height, (await findStatus(source))?.height ?? -1)
}
