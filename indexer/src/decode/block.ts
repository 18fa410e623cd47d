import { listCalls } from './calls'
import type { ChainBlock, ChainTransaction, WatchedContracts } from './chain'
import { joinMeanings } from './compute/join'
import { decodeUnlogged } from './compute/unlogged'
import { joinCommitments } from './da/commitment'
import type { EventBody, FactEvent, Undecodable } from './event'
import { joinConsents } from './identity/consent'
import { decodeLog, type PlacedMeaning } from './log'
import { toRawLog } from './raw'
import { readNoting } from './text'

/** Stands for the log index of a call that logs nothing. */
const UNLOGGED = -1

export interface DecodedBlock {
  events: FactEvent[]
  undecodable: Undecodable[]
}

/**
 * Decodes what matched in one block, in log order. Pure; hostile logs are kept raw and told of in `undecodable`, never an
 * exception.
 */
export function decodeBlock(block: ChainBlock, watched: WatchedContracts): DecodedBlock {
  const decoded: DecodedBlock = { events: [], undecodable: [] }
  const blockTime = new Date(block.timestamp)
  const { height: blockNumber, hash: blockHash } = block
  for (const tx of block.transactions) {
    const { hash: txHash, from: txFrom, to: txTo } = tx
    const add = (body: EventBody, contract: string, logIndex: number) => {
      const at = { blockNumber, blockHash, blockTime, txHash, txFrom, txTo, contract, logIndex }
      // The spread last: behind one, V8 gives every object a shape of its own.
      decoded.events.push({ at, ...body })
    }
    const calls = listCalls(tx)
    for (const { contract, body } of decodeUnlogged(calls, watched)) add(body, contract, UNLOGGED)
    const meanings = decodeLogs(tx, watched, decoded.undecodable)
    joinConsents(meanings, calls)
    for (const { logIndex, contract, meaning } of joinCommitments(joinMeanings(meanings, calls, tx), calls))
      add(meaning, contract, logIndex)
  }
  return decoded
}

function decodeLogs(tx: ChainTransaction, watched: WatchedContracts, undecodable: Undecodable[]): PlacedMeaning[] {
  const meanings: PlacedMeaning[] = []
  for (const log of tx.logs) {
    const contract = watched.get(log.address)
    if (!contract) continue
    try {
      const { value: meaning, isWhole } = readNoting(() => decodeLog(log, contract))
      const place = { logIndex: log.logIndex, contract: log.address }
      if (meaning) meanings.push({ ...place, meaning })
      // A raw log has its own bound, and says how long it was.
      if (!isWhole && meaning && meaning.kind !== 'raw-log' && meaning.kind !== 'batch-log')
        meanings.push({ ...place, meaning: toRawLog(log, 'altered', null) })
    } catch (error) {
      // The codec's message repeats the whole data of the log.
      const reason = (error as Error).message.slice(0, 200)
      const { address, logIndex } = log
      undecodable.push({ txHash: tx.hash, logIndex, address, topic: log.topics[0] ?? '', reason })
      meanings.push({ logIndex, contract: address, meaning: toRawLog(log, 'undecodable', reason) })
    }
  }
  return meanings
}
