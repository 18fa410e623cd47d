import { createPublicKey, verify } from 'node:crypto'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KeyFileError, loadSigner } from './key.js'

const newFolder = () => mkdtemp(join(tmpdir(), 'touchstone-key-'))

describe('loadSigner', () => {
  it('makes one key for all that start at once, readable by its owner alone', async () => {
    const file = join(await newFolder(), 'deep', 'key.pem')
    const signers = await Promise.all([loadSigner(file), loadSigner(file), loadSigner(file)])
    expect(new Set(signers.map(({ keyId }) => keyId)).size).toBe(1)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('signs what the public key verifies', async () => {
    const file = join(await newFolder(), 'key.pem')
    const signer = await loadSigner(file)
    const signature = Buffer.from(signer.sign('{"a":"ü"}'), 'base64')
    const key = createPublicKey(await readFile(file, 'utf8'))
    expect(verify(null, Buffer.from('{"a":"ü"}', 'utf8'), key, signature)).toBe(true)
    expect(verify(null, Buffer.from('{"a":"u"}', 'utf8'), key, signature)).toBe(false)
  })

  it('refuses a file that is no key', async () => {
    const file = join(await newFolder(), 'key.pem')
    await writeFile(file, 'nonsense')
    await expect(loadSigner(file)).rejects.toThrow(KeyFileError)
  })
})
