import { createHash } from 'node:crypto'
import { Provider } from '@touchstone/store/model'
import { describe, expect, it } from 'vitest'
import { encodeRow } from './encodeRow'
import { DigestJournal, listMarks, type RunningDigest } from './journal'

const START: RunningDigest = { height: 0, digest: '0xaa', events: 0n }
const provider = (id: string) => new Provider({ id, firstSeenBlock: 1, stake: 0n, currentService: null })
const sha256 = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}`

describe('the journal of a batch', () => {
  it('chains blocks by the documented formula', () => {
    const journal = new DigestJournal(START, 10)
    journal.enter({ blockNumber: 3, blockHash: '0xb3' })
    journal.row(provider('a'))
    journal.enter({ blockNumber: 3, blockHash: '0xb3' })
    journal.row(provider('b'))
    journal.enter({ blockNumber: 5, blockHash: '0xb5' })
    const third = sha256(`0xaa\n3 0xb3\n${encodeRow(provider('a'))}${encodeRow(provider('b'))}`)
    const fifth = sha256(`${third}\n5 0xb5\n`)
    expect(journal.finish()).toEqual({ running: { height: 5, digest: fifth, events: 3n }, marks: [] })
  })

  it('takes a row as it stands after the block, where it was first put, whichever puts led there', () => {
    const digestOf = (...rows: Provider[]) => {
      const journal = new DigestJournal(START, 10)
      journal.enter({ blockNumber: 3, blockHash: '0xb3' })
      for (const row of rows) journal.row(row)
      return journal.finish().running.digest
    }
    const [a, b, last] = [provider('a'), provider('b'), new Provider({ ...provider('a'), stake: 5n })]
    expect(digestOf(a, b, last)).toBe(digestOf(last, b))
    expect(digestOf(a, b, last)).not.toBe(digestOf(b, last))
    expect(digestOf(a, b, last)).not.toBe(digestOf(a, b))
  })

  it('hashes more rows than fit one piece as if they were one text', () => {
    const journal = new DigestJournal(START, 10)
    const rows = Array.from({ length: 500 }, (_, n) => provider(`${n}`.padStart(100, '0')))
    journal.enter({ blockNumber: 1, blockHash: '0xb1' })
    for (const row of rows) journal.row(row)
    expect(journal.finish().running.digest).toBe(sha256(`0xaa\n1 0xb1\n${rows.map(encodeRow).join('')}`))
  })

  it('marks every multiple of the interval that blocks pass, jump over or end on', () => {
    const journal = new DigestJournal(START, 10)
    for (const blockNumber of [9, 10, 41]) journal.enter({ blockNumber, blockHash: `0x${blockNumber}` })
    const { running, marks } = journal.finish()
    expect(marks.map(({ height, events }) => [height, events])).toEqual([
      [10, 2n],
      [20, 2n],
      [30, 2n],
      [40, 2n],
    ])
    expect(new Set(marks.map(({ digest }) => digest)).size).toBe(1)
    expect(running.height).toBe(41)
    expect(running.digest).not.toBe(marks[0]?.digest)
  })

  it('does not mark a height twice when the next batch goes on', () => {
    const first = new DigestJournal(START, 10)
    first.enter({ blockNumber: 20, blockHash: '0x20' })
    const { running, marks } = first.finish()
    const second = new DigestJournal(running, 10)
    second.enter({ blockNumber: 21, blockHash: '0x21' })
    expect([...marks, ...second.finish().marks, ...listMarks(running, 29, 10)].map(({ height }) => height)).toEqual([
      10, 20,
    ])
  })

  it('refuses a row that no event put', () => {
    expect(() => new DigestJournal(START, 10).row(provider('a'))).toThrow('outside of any event')
  })
})
