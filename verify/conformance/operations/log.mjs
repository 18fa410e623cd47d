import { bytesOf, hexOf, listOf, refusing, textOf } from './input.mjs'

const hashOf = (value, field) => Buffer.from(hexOf(value, field, 32).slice(2), 'hex')
const hashesOf = (value, field) => listOf(value, field).map((hash, at) => hashOf(hash, `${field}[${at}]`))
const outcome = (holds) => ({ outcome: holds ? 'pass' : 'fail' })

export function logOperations({ verifyInclusion, verifyConsistency, parseVerifierKey, verifyTlogProof }) {
  return {
    'log-inclusion': ({ leaf, index, size, root, path }) =>
      outcome(
        verifyInclusion({
          ...{ leaf: hashOf(leaf, 'leaf'), index, size },
          ...{ root: hashOf(root, 'root'), path: hashesOf(path, 'path') },
        }),
      ),
    'log-consistency': ({ oldSize, oldRoot, newSize, newRoot, path }) =>
      outcome(
        verifyConsistency({
          ...{ oldSize, oldRoot: hashOf(oldRoot, 'oldRoot') },
          ...{ newSize, newRoot: hashOf(newRoot, 'newRoot'), path: hashesOf(path, 'path') },
        }),
      ),
    'log-proof': ({ proof, entry, verifierKey }) =>
      refusing(['NoteError'], () => {
        const verifier = parseVerifierKey(verifierKey)
        const found = verifyTlogProof(textOf(proof, 'proof'), bytesOf(entry, 'entry'), [verifier])
        return found.kind === 'member' ? { outcome: 'pass' } : { outcome: 'fail', detail: found.why }
      }),
  }
}
