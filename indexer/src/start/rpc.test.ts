import { loadNetwork, type Network } from '@touchstone/networks'
import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error'
import { assertNetwork, type Rpc } from './rpc'

const contract = {
  kind: 'flow',
  label: 'flow',
  address: '0x00000000000000000000000000000000000000f1',
  startBlock: 1,
} as const

function network(flags: { retired?: boolean; unconfirmed?: boolean }): Network {
  return { ...loadNetwork('devnet'), chainId: 1, contracts: [{ ...contract, ...flags }] }
}

const empty: Pick<Rpc, 'url' | 'chainId' | 'hasCode'> = {
  url: 'http://127.0.0.1:1',
  chainId: async () => 1,
  hasCode: async () => false,
}

describe('a contract without code', () => {
  const check = async (flags: { retired?: boolean; unconfirmed?: boolean }) => {
    const warnings: string[] = []
    await assertNetwork(empty as Rpc, network(flags), (sentence) => warnings.push(sentence))
    return warnings
  }

  it('stops the indexer where it is in use', async () => {
    await expect(check({})).rejects.toThrow(ConfigError)
  })

  it.each([{ retired: true }, { unconfirmed: true }])('is warned of where the file says %o', async (flags) => {
    const [warning, ...others] = await check(flags)
    expect(others).toEqual([])
    expect(warning).toContain(
      `no contract at ${contract.address} (flow) on chain 1; the file calls it ${Object.keys(flags)[0]}`,
    )
  })
})
