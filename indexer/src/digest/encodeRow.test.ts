import { Account, AccountChange, Provider } from '@touchstone/store/model'
import { describe, expect, it } from 'vitest'
import { encodeRow } from './encodeRow'

describe('the canonical line of a row', () => {
  it('names the entity and its columns in the order of their names, relations by id', () => {
    const account = new Account({ id: 'a', payer: 'p', balance: 5n })
    const row = new AccountChange({
      blockTime: new Date(1_700_000_000_001),
      id: 'c',
      account,
      balance: 2n ** 255n,
      pendingRefund: 0n,
      cause: 'set"\n\ud800',
      blockNumber: 7,
      logIndex: 1,
    })
    const balance = `"${2n ** 255n}"`
    expect(encodeRow(row)).toBe(`["AccountChange","a",${balance},7,1700000000001,"set\\"\\n\\ud800","c",1,"0",null]\n`)
  })

  it('reads the same for what is null, undefined or not set', () => {
    const bare = new Provider({ id: 'p', firstSeenBlock: 1, stake: 0n })
    expect(encodeRow(new Provider({ ...bare, currentService: null }))).toBe(encodeRow(bare))
    expect(encodeRow(new Provider({ ...bare, currentService: undefined }))).toBe(encodeRow(bare))
  })

  it('does not depend on the order in which the fields were set', () => {
    const one = new Provider({ id: 'p', firstSeenBlock: 1, stake: 9n })
    const other = new Provider({ stake: 9n, firstSeenBlock: 1, id: 'p' })
    expect(encodeRow(other)).toBe(encodeRow(one))
    expect(encodeRow(new Provider({ ...one, stake: 8n }))).not.toBe(encodeRow(one))
  })

  it('refuses what is no entity instead of hiding it', () => {
    expect(() => encodeRow({ id: 'x' })).toThrow('no entity')
  })
})
