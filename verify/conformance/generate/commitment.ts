import { keccak256, storageRoot } from '../../src/index.js'
import { edited, text, type Writer } from './writer.js'

const CONTENT = '{"value":1}'

/** Hashes that registries keep on chain. */
export function commitmentVectors(writer: Writer): void {
  const content = new TextEncoder().encode(CONTENT)
  const keccak = `0x${Buffer.from(keccak256(content)).toString('hex')}`
  const { root } = storageRoot(content)
  const bytes = text(CONTENT)
  const committer = `0x${'aa'.repeat(20)}`
  const stranger = `0x${'bb'.repeat(20)}`
  const kinds: [string, string | null, string | null][] = [
    ['erc8004-file', keccak, root],
    ['agent-card', keccak, root],
    ['erc7857-data', root, null],
    ['fine-tuning-model', root, keccak],
    ['reference', `0g://${root}`, `0g://${keccak}`],
  ]
  for (const [scheme, expected, other] of kinds) {
    const claim = { scheme, expected, content: bytes }
    const spoiled = edited(bytes, ['flip', 9, 1])
    writer.vector(`commitment/${scheme}.pass`, 'The bytes that were committed to.', claim)
    writer.vector(`commitment/${scheme}-by-nobody.unavailable`, 'Other bytes, whose author is not known.', {
      ...claim,
      content: spoiled,
    })
    writer.vector(`commitment/${scheme}-by-the-committer.fail`, 'Other bytes, authored by who committed.', {
      ...claim,
      content: spoiled,
      committer,
      author: committer,
    })
    writer.vector(`commitment/${scheme}-by-a-stranger.unavailable`, 'Other bytes of somebody else accuse nobody.', {
      ...claim,
      content: spoiled,
      committer,
      author: stranger,
    })
    if (other !== null)
      writer.vector(`commitment/${scheme}-other-hash.unavailable`, 'Each scheme has its hash.', {
        ...claim,
        expected: other,
      })
  }
  const claim = { scheme: 'erc8004-file', expected: keccak, content: bytes }
  const zero = `0x${'00'.repeat(32)}`
  writer.vector('commitment/without-bytes.unavailable', 'No source delivered them.', { ...claim, content: null })
  writer.vector('commitment/no-hash.absent', 'Zero means that no hash was given.', { ...claim, expected: zero })
  writer.vector('commitment/content-address.absent', 'The address names its content itself.', {
    ...claim,
    expected: zero,
    uri: 'ipfs://bafy',
  })
  writer.vector('commitment/hash-too-short.absent', 'No hash that is understood.', { ...claim, expected: '0x12' })
  writer.vector('commitment/hash-trailing.absent', 'No hash that is understood.', { ...claim, expected: `${keccak}00` })
  writer.vector('commitment/reference-without-scheme.absent', 'An address begins with 0g://.', {
    scheme: 'reference',
    expected: root,
    content: bytes,
  })
}
