import { amountOf, bytesOf, compare, hexOf, listOf, RefusedInput, refusing } from './input.mjs'

export function storageOperations({ storageRoot, foldNodes, checkSubmission, verifySegment, verifyCommitment }) {
  return {
    'storage-root': ({ data, root }) => {
      const found = storageRoot(bytesOf(data, 'data')).root
      if (found === null) throw new RefusedInput('data: an empty file has no root')
      return compare(hexOf(root, 'root', 32), found)
    },
    'fold-nodes': ({ nodes, size, root }) => {
      const read = listOf(nodes, 'nodes').map((node, at) => ({
        height: node.height,
        root: hexOf(node.root, `nodes[${at}].root`, 32),
      }))
      return refusing(['RangeError'], () => {
        const found = foldNodes(read)
        const form = checkSubmission(amountOf(size, 'size'), read)
        return form.kind === 'valid' ? compare(hexOf(root, 'root', 32), found) : { outcome: 'fail', detail: form.why }
      })
    },
    segment: ({ root, fileSize, index, data, proof }) => {
      const result = verifySegment({ root, fileSize, index, data: bytesOf(data, 'data'), proof })
      return result.kind === 'match' ? { outcome: 'pass' } : { outcome: 'fail', detail: result.why }
    },
    commitment: ({ content, ...claim }) => {
      const found = verifyCommitment({ ...claim, bytes: content === null ? null : bytesOf(content, 'content') })
      return { outcome: found.status, detail: found.status === 'pass' ? found.method : found.reason }
    },
  }
}
