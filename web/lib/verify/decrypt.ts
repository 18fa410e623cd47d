import { CannotCheckError } from './judged'

/** Version 1 of an encrypted object of 0G Storage: 0x01, a nonce of 16 bytes, AES-256-CTR. No tag says whether a key fits. */
const VERSION_1 = { byte: 1, header: 17 }

/**
 * Decrypts with the browser's own cipher. The result of a wrong key is garbage, which only its reader can tell.
 * @param key 64 hex digits, with or without 0x.
 * @throws CannotCheckError for a key of another form, and for an object that is sealed to a wallet (version 2).
 */
export async function decryptObject(bytes: Uint8Array, key: string): Promise<Uint8Array> {
  const digits = /^\s*(?:0x)?([0-9a-f]{64})\s*$/i.exec(key)?.[1]
  if (digits === undefined) throw new CannotCheckError('key: expected 32 bytes, 64 hex digits.')
  if (bytes[0] !== VERSION_1.byte)
    throw new CannotCheckError(
      'key: the file is sealed to a wallet’s key (version 2), which no page should be given: decrypt it with the storage client and give the plaintext.',
    )
  const raw = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const cipher = await crypto.subtle.importKey('raw', raw, 'AES-CTR', false, ['decrypt'])
  const counter = bytes.slice(1, VERSION_1.header)
  const sealed = bytes.slice(VERSION_1.header)
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CTR', counter, length: 128 }, cipher, sealed))
}
