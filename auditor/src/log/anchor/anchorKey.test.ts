import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { decodeRlp, encodeRlp, keccak256, recoverAddress } from '@touchstone/verify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { KeyFileError } from '../../judge/key.js'
import { type AnchorKey, readAnchorKey } from './anchorKey.js'

// keccak256 of "touchstone-devnet/anchor"; address and transaction as the ethers library makes them of it.
const SECRET = '99753f35e00030eee460e46adb7b586e2b8231af363feb4b58e54e8484d5d268'
const ADDRESS = '0x39b33f03e132fd7ed29e0aaa3bafb5ff15879836'
const TRANSACTION = {
  ...{ chainId: 16_688, nonce: 0, gasPrice: 4_000_000_000n, gas: 300_000n },
  ...{ to: `0x${'12'.repeat(20)}` as const, value: 30_733_644_962n, data: '0x1234' as const },
} as const
const SIGNED =
  '0xf86d8084ee6b2800830493e0941212121212121212121212121212121212121212850727de34a2821234828284a02ec5fc711e75ec2a3d8d3ac78607d9518d0f11e6775365f503a966585a2d7eb3a046b102bad013c2979b0629d615e93e9acadf9292ea8a04ca0e119e26c26a75ab'
const HASH = '0x3ff2e01849f0889eb52dd1f1c8bc99a5e87ec850d7c4826d46124f16050bac39'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-anchor-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(text: string): Promise<AnchorKey> {
  const file = join(folder, 'key')
  await writeFile(file, text)
  return readAnchorKey(file)
}

it('signs as another implementation does', async () => {
  for (const text of [SECRET, `0x${SECRET.toUpperCase()}\n`]) {
    const key = await read(text)
    expect(key.address).toBe(ADDRESS)
    expect(key.sign(TRANSACTION)).toEqual({ raw: SIGNED, hash: HASH })
  }
})

it('signs what any account and nonce may be, each to itself', async () => {
  for (let nonce = 0; nonce < 40; nonce += 1) {
    const secret = secp256k1.utils.randomSecretKey()
    const key = await read(Buffer.from(secret).toString('hex'))
    const { raw } = key.sign({ ...TRANSACTION, nonce: nonce * 37 })
    const fields = decodeRlp(new Uint8Array(Buffer.from(raw.slice(2), 'hex'))) as Uint8Array[]
    const [v, r, s] = fields.slice(6).map((field) => BigInt(`0x${Buffer.from(field).toString('hex') || '0'}`))
    const chain = [new Uint8Array([0x41, 0x30]), new Uint8Array(), new Uint8Array()]
    const digest = keccak256(encodeRlp([...fields.slice(0, 6), ...chain]))
    const compact = new Uint8Array(
      Buffer.from([r, s].map((half) => half?.toString(16).padStart(64, '0')).join(''), 'hex'),
    )
    expect(recoverAddress(digest, { compact, recovery: v === 16_688n * 2n + 36n ? 1 : 0 })).toBe(key.address)
  }
})

it.each(['', 'x', SECRET.slice(1), `${SECRET}00`, '0'.repeat(64), 'f'.repeat(64)])(
  'refuses a file of "%s"',
  async (text) => {
    await expect(read(text)).rejects.toThrow(KeyFileError)
  },
)

it('names a file that is not there', async () => {
  await expect(readAnchorKey(join(folder, 'none'))).rejects.toThrow(/ANCHOR_KEY_FILE .*none/)
})
