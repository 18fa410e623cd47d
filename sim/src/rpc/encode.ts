import type { formatBlock, formatTransaction, RpcLog } from './format.js'

type RpcBlock = ReturnType<typeof formatBlock>
type RpcTransaction = ReturnType<typeof formatTransaction>

/**
 * JSON of a method's result, in pieces. Logs and transactions are put together by hand: all that they hold is hex, where
 * nothing is to be escaped, and looking for it is most of what a general encoder does. The text is the same.
 */
export function* encodeResult(method: string, result: unknown): Iterable<string> {
  if (method === 'eth_getLogs') yield* encodeList(result as RpcLog[], encodeLog)
  else if (method.startsWith('eth_getBlockBy') && result !== null) yield* encodeBlock(result as RpcBlock)
  else yield JSON.stringify(result)
}

function* encodeList<Entry>(entries: readonly Entry[], encode: (entry: Entry) => string): Iterable<string> {
  yield '['
  for (const [at, entry] of entries.entries()) yield at > 0 ? `,${encode(entry)}` : encode(entry)
  yield ']'
}

function encodeLog(log: RpcLog): string {
  const topics = log.topics.length > 0 ? `"${log.topics.join('","')}"` : ''
  return (
    `{"address":"${log.address}","topics":[${topics}],"data":"${log.data}","blockNumber":"${log.blockNumber}",` +
    `"blockHash":"${log.blockHash}","blockTimestamp":"${log.blockTimestamp}","transactionHash":"${log.transactionHash}",` +
    `"transactionIndex":"${log.transactionIndex}","logIndex":"${log.logIndex}","removed":false}`
  )
}

function* encodeBlock({ transactions, ...rest }: RpcBlock): Iterable<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"transactions":`
  yield* encodeList(transactions, (entry) => (typeof entry === 'string' ? `"${entry}"` : encodeTransaction(entry)))
  yield '}'
}

function encodeTransaction(tx: RpcTransaction): string {
  const to = tx.to === null ? 'null' : `"${tx.to}"`
  return (
    `{"blockHash":"${tx.blockHash}","blockNumber":"${tx.blockNumber}","transactionIndex":"${tx.transactionIndex}",` +
    `"hash":"${tx.hash}","type":"${tx.type}","chainId":"${tx.chainId}","nonce":"${tx.nonce}","from":"${tx.from}",` +
    `"to":${to},"value":"${tx.value}","input":"${tx.input}","gas":"${tx.gas}","gasPrice":"${tx.gasPrice}",` +
    `"maxFeePerGas":"${tx.maxFeePerGas}","maxPriorityFeePerGas":"${tx.maxPriorityFeePerGas}","accessList":[],` +
    `"yParity":"${tx.yParity}","v":"${tx.v}","r":"${tx.r}","s":"${tx.s}"}`
  )
}
