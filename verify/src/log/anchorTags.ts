/** The 48 bytes that name a checkpoint in the `tags` of a Flow submission: ASCII `touchstone/log/1`, SHA-256 of the key. */
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { fromHexSized, toHex } from '../hex.js'
import type { Hex } from '../subject.js'

const PREFIX = utf8ToBytes('touchstone/log/1')

/** Tags for the anchor of a checkpoint signed by the key of that id, 64 hex digits. @throws RangeError for another id. */
export function buildLogTags(keyId: string): Hex {
  return toHex(concatBytes(PREFIX, fromHexSized(`0x${keyId}`, 32, 'keyId')))
}
