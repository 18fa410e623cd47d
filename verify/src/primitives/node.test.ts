import { secp256k1 } from '@noble/curves/secp256k1.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { testKey } from '../../testing/keys.js'
import { readSignature } from '../signature/recover.js'

const digest = new Uint8Array(32).fill(9)
const key = testKey(3)
const form = readSignature(key.signDigest(digest))
if (form.kind !== 'signature') throw new Error(form.why)
const { signature } = form

/** The primitives of Node, where `require` gives that answer for the native package. */
async function nodeWhere(require: (name: string) => unknown) {
  vi.resetModules()
  vi.doMock('node:module', () => ({ createRequire: () => require }))
  return import('./node.js')
}

describe('recovery on Node', () => {
  afterEach(() => {
    vi.doUnmock('node:module')
    vi.doUnmock('./portable.js')
    vi.resetModules()
  })

  it('takes the native package where it was built', async () => {
    // A key of its own shows who answered.
    const other = testKey(4)
    const ecdsaRecover = vi.fn(() => secp256k1.getPublicKey(new Uint8Array(32).fill(4), false))
    const { recoverAddress } = await nodeWhere(() => ({ ecdsaRecover }))
    expect(recoverAddress(digest, signature)).toBe(other.address)
    expect(ecdsaRecover).toHaveBeenCalledExactlyOnceWith(signature.compact, signature.recovery, digest, false)
  })

  it('computes without it where it was not, and looks for it once', async () => {
    const require = vi.fn(() => {
      throw new Error('No native build was found for platform=sunos')
    })
    const { recoverAddress } = await nodeWhere(require)
    expect(recoverAddress(digest, signature)).toBe(key.address)
    expect(recoverAddress(digest.with(0, 1), signature)).not.toBe(key.address)
    expect(recoverAddress(digest, { ...signature, compact: new Uint8Array(64) })).toBeUndefined()
    expect(require).toHaveBeenCalledExactlyOnceWith('secp256k1/bindings.js')
  })

  it('finds the package that this repository installs', async () => {
    vi.resetModules()
    vi.doMock('./portable.js', () => ({ recoverAddress: () => 'portable' }))
    const { recoverAddress } = await import('./node.js')
    expect(recoverAddress(digest, signature)).toBe(key.address)
  })
})
