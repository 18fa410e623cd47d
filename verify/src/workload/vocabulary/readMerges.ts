/**
 * The merges of a byte-level BPE vocabulary, out of a `tokenizer.json` of Hugging Face's tokenizers. Read from the bytes
 * straight into typed arrays: as objects the same list weighs a hundred times as much.
 */
import { MergeTable } from './mergeTable.js'
import { TokenIndex } from './tokenIndex.js'

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x5b, 0x5d]
const HEAD = new TextEncoder().encode('"merges"')

/** The file is not of the form that is read here. */
export class VocabularyError extends Error {
  override name = 'VocabularyError'
}

/**
 * Reads the list `merges` of pairs of tokens, the strongest first. Tokens are numbered as the merges make them: 0 to 255
 * the single bytes, 256 + n what the merge of rank n makes; other numbers of the file are not read.
 * @throws VocabularyError where there is no such list, or a pair names a token that no merge before it made.
 */
export function readMerges(json: Uint8Array): MergeTable {
  let at = findList(json)
  const pairs: number[] = []
  const index = new TokenIndex()
  const token = new Uint8Array(1024)
  let depth = 0
  let side = 0
  for (; at < json.length; at += 1) {
    const byte = json[at]
    if (byte === OPEN) {
      depth += 1
      side = 0
    } else if (byte === CLOSE) {
      depth -= 1
      if (depth === 0) return new MergeTable(Uint32Array.from(pairs))
      if (side !== 2) throw new VocabularyError(`Merge ${pairs.length / 2} is not a pair.`)
      index.add(pairs.at(-2) ?? 0, pairs.at(-1) ?? 0)
    } else if (byte === QUOTE) {
      const { length, end } = readToken(json, at + 1, token)
      const id = depth === 2 ? index.find(token, length) : -1
      if (id < 0) throw new VocabularyError(`Merge ${pairs.length >> 1} names an unknown token.`)
      pairs.push(id)
      side += 1
      at = end
    }
  }
  throw new VocabularyError('The list of merges does not end.')
}

/** Where the value of `merges` begins. No token can be spelt like it: quotation marks within strings are escaped. */
function findList(json: Uint8Array): number {
  for (let at = 0; at + HEAD.length < json.length; at += 1) {
    if (json[at] === QUOTE && HEAD.every((byte, n) => json[at + n] === byte)) return at + HEAD.length
  }
  throw new VocabularyError('The file has no merges.')
}

/** The bytes that a token stands for, into `token`; `end` is the index of the closing quotation mark. */
function readToken(json: Uint8Array, from: number, token: Uint8Array): { length: number; end: number } {
  let length = 0
  let at = from
  while (json[at] !== QUOTE) {
    if (json[at] === BACKSLASH) at += 1
    const first = json[at] ?? 0
    // Letters are those of BYTES: one or two bytes of UTF-8.
    const two = first >= 0xc0
    const letter = two ? ((first & 0x1f) << 6) | ((json[at + 1] ?? 0) & 0x3f) : first
    const byte = BYTES.get(letter)
    if (byte === undefined || length === token.length) throw new VocabularyError(`No token at byte ${from}.`)
    token[length] = byte
    length += 1
    at += two ? 2 : 1
  }
  return { length, end: at }
}

/**
 * The byte that each letter stands for: printable ones of Latin-1 for themselves, the others in their order from U+0100
 * on, as GPT-2's `bytes_to_unicode` has it.
 */
const BYTES = listBytes()

function listBytes(): Map<number, number> {
  const printable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff)
  const all = Array.from({ length: 256 }, (_, byte) => byte)
  const others = all.filter((byte) => !printable(byte))
  return new Map([
    ...all.filter(printable).map((byte) => [byte, byte] as const),
    ...others.map((byte, n) => [256 + n, byte] as const),
  ])
}
