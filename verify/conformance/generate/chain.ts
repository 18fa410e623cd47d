import { receiptOf } from '../../testing/block.js'
import { honestRecords, settlementOf } from '../../testing/scenario.js'
import { type Bytes, edited, type Writer } from './writer.js'

/** Receipts and transactions under the hash of their block. */
export function chainVectors(writer: Writer): void {
  const subject = settlementOf(honestRecords(2))
  const evidence = receiptOf(subject)
  const header = writer.bytes('block/header.rlp', evidence.header)
  const nodes = (name: string, list: readonly Uint8Array[]): Bytes[] =>
    list.map((node, at) => writer.bytes(`block/${name}-${at}.rlp`, node))
  const block = { blockHash: subject.blockHash, header, transactionIndex: evidence.transactionIndex }
  const receipt = { ...block, receiptProof: nodes('receipt', evidence.receiptProof) }
  const transactionProof = nodes('transaction', evidence.transactionProof ?? [])
  const transaction = { ...block, transactionProof, hash: subject.txHash }
  writer.vector('receipt/second-of-three.pass', 'The receipt under the receipts root.', receipt)
  writer.vector('transaction/second-of-three.pass', 'The transaction under the transactions root.', transaction)
  brokenVectors(writer, 'receipt', receipt, 'receiptProof')
  brokenVectors(writer, 'transaction', transaction, 'transactionProof')
  writer.vector('transaction/other-hash.fail', 'Another transaction was asked for.', {
    ...transaction,
    hash: subject.blockHash,
  })
  writer.vector('receipt/transactions-trie.fail', 'A path of the wrong trie.', {
    ...receipt,
    receiptProof: transactionProof,
  })
}

function brokenVectors(
  writer: Writer,
  operation: 'receipt' | 'transaction',
  claim: Record<string, unknown> & { header: Bytes },
  field: 'receiptProof' | 'transactionProof',
): void {
  const nodes = claim[field] as Bytes[]
  const [first, ...rest] = nodes
  const last = nodes.at(-1)
  if (first === undefined || last === undefined) throw new Error('A path has nodes.')
  const { header } = claim
  const failing: [string, string, Record<string, unknown>][] = [
    ['other-block', 'Another block.', { blockHash: `0x${'01'.repeat(32)}` }],
    ['header-one-bit', 'The header does not hash to the block.', { header: edited(header, ['flip', 200, 1]) }],
    ['header-trailing', 'A byte follows the header.', { header: edited(header, ['append', '00']) }],
    ['header-truncated', 'The header is cut.', { header: edited(header, ['cut', 1]) }],
    ['header-empty', 'No header.', { header: { bytes: { hex: '' } } }],
    ['other-index', 'The first transaction of the block.', { transactionIndex: 0 }],
    ['index-beyond', 'The block has three.', { transactionIndex: 3 }],
    ['no-path', 'A path has nodes.', { [field]: [] }],
    ['path-cut', 'The last node is missing.', { [field]: nodes.slice(0, -1) }],
    ['path-without-root', 'The first node is missing.', { [field]: rest }],
    ['path-doubled', 'A node that leads nowhere.', { [field]: [...nodes, last] }],
    [
      'leaf-one-bit',
      'A node does not hash to its place.',
      { [field]: [...nodes.slice(0, -1), edited(last, ['flip', 20, 1])] },
    ],
    ['leaf-trailing', 'A byte follows a node.', { [field]: [...nodes.slice(0, -1), edited(last, ['append', '00'])] }],
    ['root-truncated', 'A node is cut.', { [field]: [edited(first, ['cut', 1]), ...rest] }],
  ]
  for (const [name, about, change] of failing)
    writer.vector(`${operation}/${name}.fail`, about, { ...claim, ...change })
  const refused: [string, string, Record<string, unknown>][] = [
    ['index-fraction', 'Wrong type.', { transactionIndex: 0.5 }],
    ['index-negative', 'Wrong type.', { transactionIndex: -1 }],
    ['block-hash-short', 'A hash has 32 bytes.', { blockHash: '0x01' }],
  ]
  for (const [name, about, change] of refused)
    writer.vector(`${operation}/${name}.refused`, about, { ...claim, ...change })
}
