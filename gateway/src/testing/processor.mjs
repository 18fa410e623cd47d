// An unmodified EvmBatchProcessor as a process of its own: prints each batch's blocks as a line of JSON, and ends at its `to`.
import { EvmBatchProcessor } from '@subsquid/evm-processor'

const {
  gateway,
  rpc,
  finality,
  range,
  fields,
  logs = [],
  transactions = [],
  includeAllBlocks,
} = JSON.parse(process.argv[2])
const processor = new EvmBatchProcessor().setBlockRange(range)
if (gateway) processor.setGateway(gateway)
if (rpc) {
  processor.setRpcEndpoint(rpc).setFinalityConfirmation(finality)
  processor.setRpcDataIngestionSettings({ preferTraceApi: true, headPollInterval: 50, disabled: Boolean(gateway) })
}
if (fields) processor.setFields(fields)
for (const request of logs) processor.addLog(request)
for (const request of transactions) processor.addTransaction(request)
if (includeAllBlocks) processor.includeAllBlocks()

const plain = (item) => {
  const { block: _, transaction: _t, logs: _l, traces: _tr, stateDiffs: _s, parent: _p, children: _c, ...own } = item
  return own
}
const database = {
  supportsHotBlocks: false,
  connect: async () => ({ height: -1, hash: '0x' }),
  transact: async (_info, callback) => callback(undefined),
}
processor.run(database, async ({ blocks }) => {
  const rows = blocks.map(({ header, logs, transactions, traces }) => ({
    header,
    logs: logs.map(plain),
    transactions: transactions.map(plain),
    traces: traces.map(plain),
  }))
  process.stdout.write(`${JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))}\n`)
})
