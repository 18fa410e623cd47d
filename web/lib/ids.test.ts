import { describe, expect, it } from 'vitest'
import { findId, parseAddress, parseAgentId, parseSettlementId } from './ids'

const ADDRESS = `0x${'Ab'.repeat(20)}`
const HASH = `0x${'0f'.repeat(32)}`

describe('ids by shape', () => {
  it.each([
    [ADDRESS, 'address'],
    [` ${ADDRESS} `, 'address'],
    [HASH, 'hash'],
    ['81204', 'block'],
    [`eip155:16688:${ADDRESS}:0`, 'agent'],
    [`eip155:16688:${ADDRESS}`, 'payer'],
    [`16688-${HASH}-0`, 'settlement'],
    ['Atlas Research', undefined],
    ['', undefined],
    ['eip155:', undefined],
    ['0x12', undefined],
  ])('%s', (text, kind) => {
    expect(findId(text)?.kind).toBe(kind)
  })

  it('lower-cases what it recognises', () => {
    expect(parseAddress(ADDRESS)).toEqual({ kind: 'address', address: ADDRESS.toLowerCase() })
    expect(parseAddress(`eip155:1:${ADDRESS}`)).toEqual({ kind: 'address', address: ADDRESS.toLowerCase() })
  })
})

describe('malformed ids name the part that is wrong', () => {
  it.each([
    [parseAgentId('eip:16688:0xab:0'), 'eip', 'the prefix eip155'],
    [parseAgentId(`eip155:x:${ADDRESS}:0`), 'x', 'a chain id in decimal'],
    [parseAgentId(`eip155:1:${ADDRESS}:-1`), '-1', 'the agent’s number in decimal'],
    [parseAgentId(`eip155:1:${ADDRESS}:1:2`), '2', 'nothing after the agent’s number'],
    [parseAgentId('eip155:1:0x12:0'), '0x12', 'the registry’s address: 0x and 40 hex digits (there are 2)'],
    [parseAddress('0x12zz'), '0x12z', 'an address: 0x and 40 hex digits (digit 3 is not hex)'],
    [parseAddress('atlas'), 'atlas', 'an address: 0x and 40 hex digits'],
    [parseSettlementId(`1-${HASH}-x`), 'x', 'the item’s number in its transaction'],
    [
      parseSettlementId(`1-${ADDRESS}-0`),
      ADDRESS.toLowerCase(),
      'a transaction hash: 0x and 64 hex digits (there are 40)',
    ],
  ])('%o', (result, part, expected) => {
    expect(result).toEqual({ kind: 'malformed', part, expected })
  })
})
