import { BadAnswer } from '../rpc/rpcError.js'
import { readAddress, readArray, readData, readHash, readNumber, readObject } from './hex.js'
import type { Layout, Record } from './record.js'

/** Fields of a log; the first two are in every answer. */
export const LOG_FIELDS = [
  ['logIndex', readNumber],
  ['transactionIndex', readNumber],
  ['transactionHash', readHash],
  ['address', readAddress],
  ['topics', readTopics],
  ['data', readData],
] as const satisfies Layout<string>

const HASH_CHARS = 66
const ADDRESS_CHARS = 42

/** A log as an RPC gives it, with where it stands. */
export interface RpcLog {
  record: Record
  block: number
  blockHash: string
  index: number
  transactionIndex: number
  transactionHash: string
  /** Lower case. */
  address: string
  topics: string[]
}

export function readLog(answer: unknown): RpcLog {
  const log = readObject(answer, 'the log')
  if (log.removed === true) throw new BadAnswer('lagging', 'a log is marked as removed')
  const index = readNumber(log.logIndex, 'log.logIndex')
  const transactionIndex = readNumber(log.transactionIndex, 'log.transactionIndex')
  const transactionHash = readHash(log.transactionHash, 'log.transactionHash')
  const address = readAddress(log.address, 'log.address')
  const topics = readTopics(log.topics, 'log.topics')
  const data = log.data == null ? '' : `"data":"${readData(log.data, 'log.data')}"`
  return {
    // As `encodeRecord` has it, each field read once: there are more logs than anything else.
    record: `"logIndex":${index}\n"transactionIndex":${transactionIndex}\n"transactionHash":"${transactionHash}"\n"address":"${address}"\n"topics":${encodeTopics(topics)}\n${data}`,
    block: readNumber(log.blockNumber, 'log.blockNumber'),
    blockHash: readHash(log.blockHash, 'log.blockHash'),
    index,
    transactionIndex,
    transactionHash,
    address,
    topics,
  }
}

function encodeTopics(topics: readonly string[]): string {
  return topics.length === 0 ? '[]' : `["${topics.join('","')}"]`
}

/** A kept log, taken apart as far as filtering needs it. */
export interface KeptLog {
  record: Record
  index: number
  transactionIndex: number
  transactionHash: string
  address: string
  topics: string[]
}

/** Takes a kept record apart by position: all before its data has fixed widths but for the two indexes. */
export function readKeptLog(record: Record): KeptLog {
  const first = record.indexOf('\n')
  const second = record.indexOf('\n', first + 1)
  const hash = second + '\n"transactionHash":"'.length
  const address = hash + HASH_CHARS + '"\n"address":"'.length
  const topics: string[] = []
  let at = address + ADDRESS_CHARS + '"\n"topics":['.length
  for (; record[at] === '"'; at += HASH_CHARS + '"",'.length) topics.push(record.slice(at + 1, at + 1 + HASH_CHARS))
  return {
    record,
    index: Number(record.slice('"logIndex":'.length, first)),
    transactionIndex: Number(record.slice(first + '\n"transactionIndex":'.length, second)),
    transactionHash: record.slice(hash, hash + HASH_CHARS),
    address: record.slice(address, address + ADDRESS_CHARS),
    topics,
  }
}

function readTopics(value: unknown, what: string): string[] {
  const topics = readArray(value, what)
  if (topics.length > 4) throw new BadAnswer('malformed', `${what} has more than four entries`)
  return topics.map((topic) => readHash(topic, what))
}
