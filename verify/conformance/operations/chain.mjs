import { bytesOf, hexOf, listOf, RefusedInput } from './input.mjs'

export function chainOperations({ verifyReceipt, verifyHeader, proveTransaction }) {
  return {
    receipt: ({ blockHash, header, transactionIndex, receiptProof }) => {
      const result = verifyReceipt({
        blockHash: hexOf(blockHash, 'blockHash', 32),
        header: bytesOf(header, 'header'),
        transactionIndex: indexOf(transactionIndex),
        receiptProof: nodesOf(receiptProof),
      })
      return result.kind === 'proven' ? { outcome: 'pass' } : { outcome: 'fail', detail: result.why }
    },
    transaction: ({ blockHash, header, transactionIndex, transactionProof, hash }) => {
      const block = verifyHeader(bytesOf(header, 'header'), hexOf(blockHash, 'blockHash', 32))
      if (block.kind !== 'read') return { outcome: 'fail', detail: block.why }
      const found = proveTransaction(block.value, indexOf(transactionIndex), nodesOf(transactionProof))
      if (found.kind !== 'read') return { outcome: 'fail', detail: found.why }
      return found.value.hash === hexOf(hash, 'hash', 32)
        ? { outcome: 'pass' }
        : { outcome: 'fail', detail: `another transaction: ${found.value.hash}` }
    },
  }
}

function nodesOf(nodes) {
  return listOf(nodes, 'nodes').map((node, at) => bytesOf(node, `nodes[${at}]`))
}

function indexOf(index) {
  if (!Number.isSafeInteger(index) || index < 0) throw new RefusedInput('transactionIndex: expected a whole number')
  return index
}
