import { readFileSync } from 'node:fs'
import { keccak256 } from '@touchstone/verify'
import { describe, expect, it } from 'vitest'
import { run } from '../main.js'

/** EIP-55: a hex letter is upper-case where the nibble of the hash of the lower-case address is 8 or more. */
function toChecksum(address: string): string {
  const digits = address.slice(2).toLowerCase()
  const hash = Buffer.from(keccak256(new TextEncoder().encode(digits))).toString('hex')
  return `0x${[...digits].map((digit, at) => (Number.parseInt(hash[at] ?? '', 16) >= 8 ? digit.toUpperCase() : digit)).join('')}`
}

describe('the addresses of the shipped networks', () => {
  it('are checksummed as EIP-55 says', () => {
    expect(toChecksum('0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed')).toBe('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed')
  })

  it.each(['0g-mainnet', '0g-galileo'])(
    '%s: each is as its checksum says, but for two whose source has none',
    (name) => {
      const text = readFileSync(new URL(`../../../networks/${name}.json`, import.meta.url), 'utf8')
      const addresses = text.match(/0x[0-9a-fA-F]{40}/g) ?? []
      expect(addresses.length).toBeGreaterThan(20)
      const plain = addresses.filter((address) => address !== toChecksum(address))
      expect(plain).toEqual(plain.map((address) => address.toLowerCase()))
      expect(plain.length).toBe(1)
    },
  )
})

describe('networks list and show', () => {
  const capture = async (...args: string[]) => {
    let out = ''
    const code = await run(['networks', ...args], { out: (text) => (out += text), err: () => undefined })
    return { code, out }
  }

  it('lists what is shipped', async () => {
    const { code, out } = await capture('list')
    expect(code).toBe(0)
    expect(out).toMatch(/^devnet .*\n0g-mainnet +chain 16661 .*\n0g-galileo +chain 16602 /)
    expect((await capture('list', 'all')).code).toBe(3)
  })

  it('shows contracts, beacons, implementations and labelled payers', async () => {
    const { code, out } = await capture('show', '0g-galileo')
    expect(code).toBe(0)
    expect(out).toMatch(
      /inference-2025-10 +0x4f850eb2\w+ {2}from block 1, retired\n {2}implementation +not on record +C\n/,
    )
    expect(out).toContain('router')
    expect((await capture('show', '--rpc', 'http://127.0.0.1:1')).code).toBe(3)
  })

  it('shows mainnet as JSON, without the trust material', async () => {
    const shown = JSON.parse((await capture('show', '--json')).out)
    expect(shown).toMatchObject({ name: '0g-mainnet', chainId: 16661 })
    expect(shown).not.toHaveProperty('trust')
  })
})
