/** The 48 bytes that name a checkpoint in the `tags` of a Flow submission: ASCII `touchstone/log/1`, SHA-256 of the key. */
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Hex } from '../subject.js'

const PREFIX = utf8ToBytes('touchstone/log/1')

/** Tags for the anchor of a checkpoint signed by the key of that id, 64 hex digits. */
export function buildLogTags(keyId: string): Hex {
  return `0x${bytesToHex(concatBytes(PREFIX, hexToBytes(keyId)))}`
}
