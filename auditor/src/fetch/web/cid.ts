/** A content identifier of IPFS, as far as a gateway and a check need it. */
export interface Cid {
  /** As it was written: a gateway is asked for it. */
  text: string
  /**
   * SHA-256 of the very bytes, lower-case hex, where the identifier names them directly (a raw block). Undefined where it
   * names a tree of blocks: then only the commitment that led here can tell whether the bytes are right.
   */
  sha256: string | undefined
}

const RAW = 0x55
const SHA2_256 = 0x12
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const MAX_LENGTH = 128

/** Reads CIDv0 (base58) and CIDv1 in base 16, 32 or 58. Undefined for what is none. */
export function parseCid(text: string): Cid | undefined {
  if (text.length > MAX_LENGTH) return undefined
  if (/^Qm[1-9A-HJ-NP-Za-km-z]{44}$/.test(text))
    return isSha256Multihash(fromBase58(text)) ? { text, sha256: undefined } : undefined
  const bytes = decodeMultibase(text)
  if (!bytes) return undefined
  const version = readVarint(bytes, 0)
  if (version?.value !== 1) return undefined
  const codec = readVarint(bytes, version.end)
  const kind = codec && readVarint(bytes, codec.end)
  const length = kind && readVarint(bytes, kind.end)
  if (!length || length.value === 0 || bytes.length !== length.end + length.value) return undefined
  const isPlain = codec.value === RAW && kind.value === SHA2_256 && length.value === 32
  return { text, sha256: isPlain ? Buffer.from(bytes.subarray(length.end)).toString('hex') : undefined }
}

function isSha256Multihash(bytes: Uint8Array | undefined): boolean {
  return bytes?.length === 34 && bytes[0] === SHA2_256 && bytes[1] === 32
}

function decodeMultibase(text: string): Uint8Array | undefined {
  const [base, rest] = [text[0], text.slice(1)]
  if (base === 'b' && /^[a-z2-7]+$/.test(rest)) return fromBase32(rest)
  if (base === 'B' && /^[A-Z2-7]+$/.test(rest)) return fromBase32(rest.toLowerCase())
  if ((base === 'f' && /^[0-9a-f]+$/.test(rest)) || (base === 'F' && /^[0-9A-F]+$/.test(rest)))
    return rest.length % 2 === 0 ? Buffer.from(rest, 'hex') : undefined
  return base === 'z' ? fromBase58(rest) : undefined
}

/** Without padding; bits left over must be zero, or one identifier would have several spellings. */
function fromBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const digit of text) {
    held = (held << 5) | BASE32.indexOf(digit)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push(held >> bits)
    held &= (1 << bits) - 1
  }
  return bits < 5 && held === 0 ? Uint8Array.from(bytes) : undefined
}

function fromBase58(text: string): Uint8Array | undefined {
  let value = 0n
  for (const digit of text) {
    const at = BASE58.indexOf(digit)
    if (at < 0) return undefined
    value = value * 58n + BigInt(at)
  }
  const hex = value === 0n ? '' : value.toString(16)
  const zeros = /^1*/.exec(text)?.[0].length ?? 0
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')])
}

/** Unsigned LEB128 in its shortest form. */
function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  let value = 0
  for (let at = start; at < Math.min(bytes.length, start + 4); at += 1) {
    const byte = bytes[at] ?? 0
    value |= (byte & 0x7f) << (7 * (at - start))
    if (byte < 0x80) return byte === 0 && at > start ? undefined : { value, end: at + 1 }
  }
  return undefined
}
