import { describe, expect, it } from 'vitest'
import { ForkChain } from '../chain/forkChain.js'
import { encodeResult } from './encode.js'
import { formatBlock } from './format.js'
import { getLogs } from './logs.js'

const at = (n: number) => `0x${n.toString(16).padStart(40, '0')}`
const topic = (n: number) => `0x${n.toString(16).padStart(64, '0')}`

const chain = new ForkChain({ chainId: 7, finality: 2 })
const logs = [
  { address: at(3), topics: [], data: '0x' },
  { address: at(3), topics: [topic(1)], data: '0x' },
  { address: at(4), topics: [1, 2, 3, 4].map(topic), data: `0x${'ab'.repeat(300)}` },
]
chain.mine([
  { call: { from: at(1), to: at(2), input: '0x01', value: 5n, steps: logs } },
  { call: { from: at(1), to: null, input: '0x', steps: [] } },
  { call: { from: at(2), to: at(1), input: '0x', error: 'reverted', steps: [] }, nonce: 9 },
])
const view = chain.snapshot()
const block = view.block(1)
if (!block) throw new Error('There is no block 1.')

describe('a result in pieces is the text of a general encoder', () => {
  it.each<[string, unknown]>([
    ['eth_getLogs', getLogs(view, { fromBlock: 'earliest' }, {})],
    ['eth_getLogs', []],
    ['eth_getBlockByNumber', formatBlock(7, block, true)],
    ['eth_getBlockByHash', formatBlock(7, block, false)],
    ['eth_getBlockByNumber', formatBlock(7, view.block(0) ?? block, true)],
    ['eth_getBlockByHash', null],
    ['web3_clientVersion', 'a "name" \\ \n ü'],
  ])('%s', (method, result) => {
    const text = [...encodeResult(method, result)].join('')
    expect(text).toBe(JSON.stringify(result))
  })

  it('and has what the cases are about', () => {
    expect(getLogs(view, { fromBlock: 'earliest' }, {}).map(({ topics }) => topics.length)).toEqual([0, 1, 4])
    expect(block.transactions.map(({ draft }) => draft.call.to)).toEqual([at(2), null, at(1)])
  })
})
