import { findContract, loadNetwork, NetworkFileError } from '@touchstone/networks'
import {
  buildLogTags,
  encodeSubmission,
  logKeyId,
  type NoteVerifier,
  openCheckpoint,
  storageRoot,
} from '@touchstone/verify'
import { JsonRpc, parseQuantity, RpcRefusal, RpcSilence } from '../networks/check/jsonRpc.js'
import type { Subcommand } from '../networks/subcommand.js'
import { CannotCheckError, UsageError } from '../usage.js'
import { readLogArguments } from './arguments.js'
import { requireJoined } from './join.js'
import { readKeys } from './keys.js'
import { orCannotCheck, readClaimed } from './reading.js'
import { type LogSource, openSource } from './source.js'

/** `Submit(address,bytes32,uint256,uint256,uint256,(uint256,bytes,(bytes32,uint256)[]))` */
const SUBMIT = '0x167ce04d2aa1981994d3a31695da0d785373335b1078cec239a1a3a2c7675555'

/** What a log says about its newest anchored checkpoint. */
interface ClaimedAnchor {
  checkpoint: string
  transaction: string
}

/** Whether the newest anchored checkpoint stands on chain. Exit code 1: the log's newest one does not continue it. */
export const runAnchorCheck: Subcommand = async (args, output) => {
  const { positionals, keys, rpc, network } = readLogArguments(args, 1)
  if (rpc === undefined) throw new UsageError('Name a node of the chain that you trust by --rpc.')
  const flow = network === undefined ? undefined : readFlow(network)
  const source = openSource(positionals[0] as string)
  const { checkpoint: note, transaction } = await readAnchor(source)
  const verifiers = keys.length > 0 ? keys : await readKeys(source)
  const { origin, size } = orCannotCheck(() => openCheckpoint(note, verifiers))
  const found = await findSubmission(new JsonRpc(rpc), transaction, note, verifiers)
  if (flow !== undefined && (found.contract !== flow.address.toLowerCase() || found.chainId !== flow.chainId))
    throw new CannotCheckError(
      `the checkpoint is anchored at ${found.contract} on chain ${found.chainId}, the network's Flow contract is ${flow.address} on chain ${flow.chainId}.`,
    )
  const { note: newest } = await readClaimed(source)
  const { newer } = await requireJoined(source, verifiers, note, newest)
  const trust = keys.length > 0 ? '' : ', by the keys that the log itself names'
  output.out(
    `${origin}: the checkpoint of ${size} entries stands in block ${found.block} (${found.time}) of chain ${found.chainId}, by transaction ${transaction} at ${found.contract}${flow === undefined ? ', which is compared with no network' : ''}; the newest one of ${newer.size} continues it${trust}\n`,
  )
  return 0
}

function readFlow(nameOrFile: string): { address: string; chainId: number } {
  try {
    const network = loadNetwork(nameOrFile)
    const address = findContract(network, 'flow')?.address
    if (address === undefined) throw new UsageError(`--network: ${network.name} has no Flow contract.`)
    return { address, chainId: network.chainId }
  } catch (cause) {
    if (cause instanceof NetworkFileError) throw new UsageError(`--network: ${cause.message}`, { cause })
    throw cause
  }
}

async function readAnchor(source: LogSource): Promise<ClaimedAnchor> {
  const text = Buffer.from(await source.read('anchor')).toString('utf8')
  try {
    const { checkpoint, transaction } = (JSON.parse(text) ?? {}) as Record<string, unknown>
    if (typeof checkpoint === 'string' && typeof transaction === 'string' && /^0x[0-9a-f]{64}$/.test(transaction))
      return { checkpoint, transaction }
  } catch {
    // No JSON.
  }
  throw new CannotCheckError(`${source.name} says nothing readable about its anchor.`)
}

/** The submission of the note's root, by a tag of the log's keys, in the receipt of a transaction. */
async function findSubmission(rpc: JsonRpc, transaction: string, note: string, verifiers: readonly NoteVerifier[]) {
  const ask = (method: string, params: unknown[]) =>
    rpc.call(method, params).catch((cause: Error) => {
      if (!(cause instanceof RpcRefusal || cause instanceof RpcSilence)) throw cause
      throw new CannotCheckError(`--rpc: ${rpc.name} did not answer ${method}: ${cause.message}`, { cause })
    })
  const receipt = toObject(await ask('eth_getTransactionReceipt', [transaction]))
  const block = parseQuantity(receipt.blockNumber)
  if (block === undefined) throw new CannotCheckError(`${rpc.name} has no transaction ${transaction}.`)
  const expected = expectedLogs(note, verifiers)
  const logs = Array.isArray(receipt.logs) ? receipt.logs.map(toObject) : []
  const log = logs.find(
    ({ topics, data }) => Array.isArray(topics) && topics[0] === SUBMIT && isExpected(data, expected),
  )
  if (log === undefined || receipt.status !== '0x1')
    throw new CannotCheckError(`transaction ${transaction} does not submit this checkpoint under a tag of the log.`)
  const { timestamp } = toObject(await ask('eth_getBlockByNumber', [receipt.blockNumber, false]))
  const seconds = parseQuantity(timestamp)
  return {
    ...{ block, contract: String(log.address).toLowerCase() },
    chainId: parseQuantity(await ask('eth_chainId', [])),
    time: seconds === undefined ? 'at an unknown time' : new Date(seconds * 1_000).toISOString(),
  }
}

/** The ends of the logs that the contract writes for the note, one a key. */
function expectedLogs(note: string, verifiers: readonly NoteVerifier[]): string[] {
  const bytes = Buffer.from(note, 'utf8')
  const { nodes } = storageRoot(bytes)
  return verifiers.map(({ publicKey }) => encodeSubmission(bytes.length, buildLogTags(logKeyId(publicKey)), nodes))
}

/** Index, place and length in the flow come first, then where the submission begins. */
function isExpected(data: unknown, expected: readonly string[]): boolean {
  if (typeof data !== 'string') return false
  return expected.some((submission) => data.slice(2 + 3 * 64) === `${'80'.padStart(64, '0')}${submission}`)
}

function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
