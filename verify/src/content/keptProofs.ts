/** Proofs packed one behind the other: signatures and addresses as bytes, and a text of two digests as 64 of them. */
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { fromHex, toHex } from '../hex.js'
import { createByteList } from '../kept/byteList.js'
import type { KeptBytes } from '../kept/keptBytes.js'
import { createNumberList } from '../kept/numberList.js'
import type { SignedStatement, TrailProof } from '../trail/record.js'

const PAIR = /^[0-9a-f]{64}:[0-9a-f]{64}$/
const SIGNATURE = 65
const ADDRESS = 20
const HALF = 32

export interface KeptProofs {
  /** @returns the proof's number, from 0. @throws KeptTooMuch */
  add(proof: TrailProof): number
  /** The proof as it was added. */
  get(n: number): TrailProof
}

export function createKeptProofs(kept: KeptBytes): KeptProofs {
  const bytes = createByteList(kept)
  const starts = createNumberList(kept)
  const lengths = createNumberList(kept)
  return {
    add: ({ routingProof, ...proof }) => {
      const packed = routingProof === undefined ? pack(proof) : concatBytes(pack(proof), pack(routingProof))
      starts.push(bytes.append(packed))
      lengths.push(packed.length)
      return starts.length - 1
    },
    get: (n) => {
      const packed = bytes.view(starts.at(n), lengths.at(n))
      const { statement, end } = unpack(packed)
      if (end === packed.length) return statement
      return { ...statement, routingProof: unpack(packed.subarray(end)).statement }
    },
  }
}

/** Signature, address, length of the text in two bytes, text. A length of 0 stands for a text of two digests. */
function pack({ text, signature, signingAddress }: SignedStatement): Uint8Array {
  const head = concatBytes(fromHex(signature), fromHex(signingAddress))
  if (PAIR.test(text))
    return concatBytes(head, Uint8Array.of(0, 0), hexToBytes(text.slice(0, 64)), hexToBytes(text.slice(65)))
  const written = utf8ToBytes(text)
  // No text is empty here: one byte more tells it from a pair. See MAX_SIGNED_TEXT for its largest.
  const length = written.length + 1
  return concatBytes(head, Uint8Array.of(length >> 8, length & 0xff), written)
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function unpack(bytes: Uint8Array): { statement: SignedStatement; end: number } {
  const signature = toHex(bytes.subarray(0, SIGNATURE))
  const signingAddress = toHex(bytes.subarray(SIGNATURE, SIGNATURE + ADDRESS))
  const at = SIGNATURE + ADDRESS + 2
  const length = ((bytes[at - 2] ?? 0) << 8) | (bytes[at - 1] ?? 0)
  if (length > 0) {
    const end = at + length - 1
    return { statement: { text: utf8.decode(bytes.subarray(at, end)), signature, signingAddress }, end }
  }
  const [first, second] = [bytes.subarray(at, at + HALF), bytes.subarray(at + HALF, at + 2 * HALF)]
  const text = `${bytesToHex(first)}:${bytesToHex(second)}`
  return { statement: { text, signature, signingAddress }, end: at + 2 * HALF }
}
