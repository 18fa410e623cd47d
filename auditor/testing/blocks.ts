import {
  buildReceiptsTrie,
  buildTransactionsTrie,
  encodeHeader,
  encodeReceipt,
  encodeSettleCall,
  encodeTransaction,
  type Hex,
  keccak256,
  logsBloom,
  readHeader,
  readTransaction,
  type SettlementItem,
} from '@touchstone/verify'

/** What a settlement left on chain, as far as its logs and calldata say it. */
export interface TestPayment {
  contract: Hex
  item: SettlementItem
  status: number
  fundSpent: bigint | null
  balanceAfter: bigint | null
  blockNumber: number
  /** Milliseconds. */
  blockTime: number
}

interface RpcLog {
  address: Hex
  topics: Hex[]
  data: Hex
}

/** A block as JSON-RPC serves it. */
export interface TestBlock {
  blockHash: Hex
  /** Of the settlement, the second transaction of its block. */
  txHash: Hex
  block: Record<string, unknown> & { transactions: Record<string, unknown>[] }
  receipts: (Record<string, unknown> & { logs: RpcLog[] })[]
  receiptByHash: Map<Hex, unknown>
}

const LEDGER: Hex = `0x${'1e'.repeat(20)}`
const ZERO: Hex = `0x${'00'.repeat(32)}`
const made = new Map<Hex, TestBlock>()

/** The block with that hash, or with a transaction of that hash, among those made in this process. */
export function findTestBlock(hash: Hex): TestBlock | undefined {
  return made.get(hash) ?? [...made.values()].find(({ receiptByHash }) => receiptByHash.has(hash))
}

/** Makes a block of two transactions around one settlement. */
export function makeTestBlock(payment: TestPayment): TestBlock {
  const { contract, item, blockNumber, blockTime } = payment
  const settle = toTransaction(0, contract, text(encodeSettleCall([item])))
  const transactions = [toTransaction(1, LEDGER, '0x'), settle].map((transaction) => ({
    ...transaction,
    hash: readTransaction(encodeTransaction(transaction)).hash,
  }))
  const logs = logsOf(payment)
  const receipts = [toReceipt([], 1), toReceipt(logs, 2)]
  const block = {
    ...{
      parentHash: ZERO,
      sha3Uncles: ZERO,
      miner: LEDGER,
      stateRoot: ZERO,
      mixHash: ZERO,
      nonce: '0x0000000000000000',
    },
    transactionsRoot: text(buildTransactionsTrie(transactions.map(encodeTransaction)).root),
    receiptsRoot: text(buildReceiptsTrie(receipts.map(encodeReceipt)).root),
    logsBloom: bloomOf(logs),
    ...{ difficulty: '0x0', gasLimit: '0x1c9c380', gasUsed: '0xa410', extraData: '0x', baseFeePerGas: '0x7' },
    number: `0x${blockNumber.toString(16)}`,
    timestamp: `0x${Math.floor(blockTime / 1000).toString(16)}`,
    transactions,
  }
  const { hash: blockHash } = readHeader(encodeHeader(block))
  const receiptByHash = new Map(transactions.map(({ hash }, at) => [hash, receipts[at]]))
  const test = {
    blockHash,
    txHash: transactions[1]?.hash ?? ZERO,
    block: { ...block, hash: blockHash },
    receipts,
    receiptByHash,
  }
  made.set(blockHash, test)
  return test
}

function logsOf({ contract, item, status, fundSpent, balanceAfter }: TestPayment): RpcLog[] {
  const unsettled = status < 2 ? 0n : item.totalFee
  return [
    ...(fundSpent === null
      ? []
      : [log(LEDGER, 'FundSpent(address,address,uint256)', [item.user, contract], [fundSpent])]),
    ...(balanceAfter === null
      ? []
      : [
          log(
            contract,
            'BalanceUpdated(address,address,uint256,uint256)',
            [item.user, item.provider],
            [balanceAfter, 0n],
          ),
        ]),
    log(contract, 'TEESettlementResult(address,uint8,uint256)', [item.user], [BigInt(status), unsettled]),
  ]
}

function log(address: Hex, event: string, indexed: Hex[], words: bigint[]): RpcLog {
  const topic = text(keccak256(new TextEncoder().encode(event)))
  const topics = indexed.map((value): Hex => `0x${value.slice(2).padStart(64, '0')}`)
  return {
    address,
    topics: [topic, ...topics],
    data: `0x${words.map((word) => word.toString(16).padStart(64, '0')).join('')}`,
  }
}

function toReceipt(logs: RpcLog[], count: number) {
  const gas = `0x${(21_000 * count).toString(16)}`
  return { type: '0x2', status: '0x1', cumulativeGasUsed: gas, logsBloom: bloomOf(logs), logs }
}

function toTransaction(nonce: number, to: Hex, input: Hex) {
  const fees = { gas: '0x5208', maxFeePerGas: '0x7', maxPriorityFeePerGas: '0x1', accessList: [] }
  const signature = { yParity: '0x0', r: '0x1', s: '0x1' }
  return {
    type: '0x2',
    chainId: '0x7a69',
    nonce: `0x${nonce.toString(16)}`,
    to,
    value: '0x0',
    input,
    ...fees,
    ...signature,
  }
}

function bloomOf(logs: readonly RpcLog[]): Hex {
  return text(logsBloom(logs.map(({ address, topics }) => ({ address: bytes(address), topics: topics.map(bytes) }))))
}

function bytes(hex: Hex): Uint8Array {
  return new Uint8Array(Buffer.from(hex.slice(2), 'hex'))
}

function text(value: Uint8Array): Hex {
  return `0x${Buffer.from(value).toString('hex')}`
}
