import type { Logger } from '@subsquid/logger'
import type { Network } from '@touchstone/networks'
import { buildFactsSource } from '@touchstone/store'
import type { SubmissionAnomaly } from '@touchstone/store/model'
import type { DataSource } from 'typeorm'
import { readArchivedBlocks } from './archivedBlock'
import { FactsDatabase } from './database'
import type { DecodedBlock } from './decode/block'
import type { Env } from './env'
import type { FrameSource } from './frames/frameSource'
import { haltOnBrokenChain, outliveSilence } from './head/follow'
import { createHealth, type Health, serveHealth } from './health'
import { buildProcessor } from './processor'
import { BlockReader } from './readBlocks'
import { takeOverMetrics } from './sdkMetrics'
import { ConfigError, EXIT_CONFIG } from './start/config-error'
import { explainBreak, findContinuity } from './start/continuity'
import type { Rpc } from './start/rpc'
import { toContext, toWatched } from './watched'
import { writeBatch } from './write'

/** A batch that does not end after a stop was asked for is cut off; it rolls back. */
const STOP_DEADLINE_MS = 5_000
/** A running index does not give up on a chain that is shorter before this: one node of several may lag. */
const LAGGING_NODE_MS = 60_000
/** A halted process is still asked for its health this long: longer than a monitor's usual minute. */
const HALTED_FOR_MS = 90_000

/** Indexes until the process is told to stop, or the last block asked for is final. `source` is taken over. */
export async function run(
  env: Env,
  network: Network,
  { rpc, frames, source, log }: { rpc: Rpc; frames: FrameSource; source: DataSource; log: Logger },
): Promise<void> {
  const health = createHealth()
  const processor = buildProcessor(network, rpc.url, {
    gatewayUrl: env.GATEWAY_URL,
    to: env.TO_BLOCK,
    capability: frames.capability,
  })
  const watched = toWatched(network)
  const reader = new BlockReader(frames, watched)
  if (env.GATEWAY_URL !== undefined) readArchivedBlocks(processor, (answer) => reader.expect(answer))
  const sdkMetrics = takeOverMetrics(processor, rpc.url)
  const metrics = async () => {
    const [height, sdk] = await Promise.all([rpc.head().catch(() => undefined), sdkMetrics().catch(() => '')])
    return health.toMetrics(height) + sdk
  }
  if (env.PORT !== undefined) await serveHealth(health, metrics, { host: env.HOST, port: env.PORT })
  const database = new FactsDatabase(env.DATABASE_URL, health.noteCommit, network.digestInterval, source)
  stopOnSignal(database, health)
  outliveSilence(processor)
  haltOnBrokenChain(processor, {
    findBreak: () => findBreak(env, network, rpc),
    halt: (why) => halt(why, { env, log, health, database }),
    lastBatchAge: health.lastBatchAge,
  })
  const context = { ...toContext(network), capability: frames.capability }
  processor.run(database, async ({ blocks, store }) => {
    const { decoded, framesAsked } = await reader.read(blocks).catch(exitIfHopeless)
    health.noteFrames(framesAsked)
    health.noteBatch(decoded, blocks.at(-1)?.header.timestamp)
    warnUndecodable(decoded, log)
    const { rows, anomalies } = await writeBatch(store, decoded, context, {
      meanwhile: (writing) => reader.readAhead(writing),
    })
    health.noteRows(rows)
    health.noteAnomalies(anomalies.length)
    warnAnomalies(anomalies, log)
  })
}

/** The SDK would end with 1 on any error, and the supervisor start again for nothing. */
function exitIfHopeless(error: Error): never {
  if (!(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exit(EXIT_CONFIG)
}

/** Lines for the operator; a block can hold tens of thousands of such logs, and their rows say the same. */
const MAX_LINES = 20

function warnUndecodable(decoded: DecodedBlock[], log: Logger) {
  const found = decoded.flatMap((block) => block.undecodable)
  for (const one of found.slice(0, MAX_LINES)) log.warn({ ...one }, 'a log of a watched contract does not decode')
  if (found.length > MAX_LINES)
    log.warn({ more: found.length - MAX_LINES }, 'more logs do not decode; raw_log has them')
}

function warnAnomalies(anomalies: SubmissionAnomaly[], log: Logger) {
  for (const { kind, flow, submissionIndex, blockNumber } of anomalies)
    log.warn({ kind, flow, submissionIndex, blockNumber }, 'the submissions of a Flow do not follow one another')
}

function stopOnSignal(database: FactsDatabase, health: Health) {
  const stop = () => {
    const code = health.toReport().halted === undefined ? 0 : EXIT_CONFIG
    setTimeout(() => process.exit(code), STOP_DEADLINE_MS).unref()
    void database.stop().finally(() => process.exit(code))
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
}

async function findBreak(env: Env, network: Network, rpc: Rpc): Promise<string | undefined> {
  const source = await buildFactsSource(env.DATABASE_URL).initialize()
  try {
    const continuity = await findContinuity(source, rpc, network, LAGGING_NODE_MS)
    return continuity.kind === 'broken' ? continuity.why : undefined
  } finally {
    await source.destroy()
  }
}

/**
 * Nothing more is written. Where the facts may be dropped the next start does it; else the process says why it stopped,
 * lets that be read at /healthz and /metrics for a while, and exits with the code that nobody restarts.
 */
async function halt(
  why: string,
  { env, log, health, database }: { env: Env; log: Logger; health: Health; database: FactsDatabase },
): Promise<never> {
  const sentence = explainBreak(why)
  if (env.RESET_ON_DEEP_REORG === '1') {
    log.warn(`stopping, for the next start to read the chain again: ${why}`)
    process.exit(1)
  }
  health.halt(sentence)
  console.error(sentence)
  await database.stop()
  if (env.PORT === undefined) process.exit(EXIT_CONFIG)
  setTimeout(() => process.exit(EXIT_CONFIG), HALTED_FOR_MS)
  return new Promise(() => undefined)
}
