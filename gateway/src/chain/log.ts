import { BadAnswer } from '../rpc/rpcError.js'
import { readAddress, readArray, readData, readHash, readNumber, readObject } from './hex.js'
import { encodeRecord, type Layout, type Record } from './record.js'

/** Fields of a log; the first two are in every answer. */
export const LOG_FIELDS = [
  ['logIndex', readNumber],
  ['transactionIndex', readNumber],
  ['transactionHash', readHash],
  ['address', readAddress],
  ['topics', readTopics],
  ['data', readData],
] as const satisfies Layout<string>

const QUOTED_TOPIC = 68

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
  return {
    record: encodeRecord(LOG_FIELDS, 'log', (name) => log[name]),
    block: readNumber(log.blockNumber, 'log.blockNumber'),
    blockHash: readHash(log.blockHash, 'log.blockHash'),
    index: readNumber(log.logIndex, 'log.logIndex'),
    transactionIndex: readNumber(log.transactionIndex, 'log.transactionIndex'),
    transactionHash: readHash(log.transactionHash, 'log.transactionHash'),
    address: readAddress(log.address, 'log.address'),
    topics: readTopics(log.topics, 'log.topics'),
  }
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

/** Takes a kept record apart by position: its lines have fixed widths but for the two indexes. */
export function readKeptLog(record: Record): KeptLog {
  const lines = record.split('\n', 5)
  const value = (line: number) => lines[line]?.slice((lines[line] ?? '').indexOf(':') + 1) ?? ''
  const topics = value(4)
  return {
    record,
    index: Number(value(0)),
    transactionIndex: Number(value(1)),
    transactionHash: value(2).slice(1, -1),
    address: value(3).slice(1, -1),
    topics: Array.from({ length: Math.floor(topics.length / QUOTED_TOPIC) }, (_, n) =>
      topics.slice(2 + n * (QUOTED_TOPIC + 1), 68 + n * (QUOTED_TOPIC + 1)),
    ),
  }
}

function readTopics(value: unknown, what: string): string[] {
  const topics = readArray(value, what)
  if (topics.length > 4) throw new BadAnswer('malformed', `${what} has more than four entries`)
  return topics.map((topic) => readHash(topic, what))
}
