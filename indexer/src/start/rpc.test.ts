import { loadNetwork, type Network } from '@touchstone/networks'
import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error'
import { assertNetwork, waitForRpc } from './rpc'

const contract = {
  kind: 'flow',
  label: 'flow',
  address: '0x00000000000000000000000000000000000000f1',
  startBlock: 1,
} as const

function network(flags: { retired?: boolean; unconfirmed?: boolean }): Network {
  return { ...loadNetwork('devnet'), chainId: 1, contracts: [{ ...contract, ...flags }] }
}

const URL = 'http://127.0.0.1:1'

describe('a contract without code', () => {
  const check = (flags: { retired?: boolean; unconfirmed?: boolean }) => {
    const warnings: string[] = []
    assertNetwork(URL, { chainId: 1, hasCode: [false] }, network(flags), (sentence) => warnings.push(sentence))
    return warnings
  }

  it('stops the indexer where it is in use', () => {
    expect(() => check({})).toThrow(ConfigError)
  })

  it.each([{ retired: true }, { unconfirmed: true }])('is warned of where the file says %o', (flags) => {
    const [warning, ...others] = check(flags)
    expect(others).toEqual([])
    expect(warning).toContain(
      `no contract at ${contract.address} (flow) on chain 1; the file calls it ${Object.keys(flags)[0]}`,
    )
  })
})

describe('the first questions to an RPC', () => {
  it('are asked again until all are answered', async () => {
    const warnings: string[] = []
    let tries = 0
    const rpc = {
      url: `${URL}/key`,
      chainId: async () => 1,
      head: async () => 9,
      hasCode: async () => {
        if (tries++ === 0) throw new Error(`${URL}/key did not answer`)
        return true
      },
    }
    const answers = await waitForRpc(rpc, network({}), (sentence) => warnings.push(sentence))
    expect(answers).toEqual({ chainId: 1, head: 9, hasCode: [true] })
    expect(warnings).toEqual([`RPC ${URL} does not answer (${URL} did not answer); next try in 1 s.`])
  })
})
