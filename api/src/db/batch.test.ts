import { types } from 'pg'
import { describe, expect, it } from 'vitest'
import { parseTime } from './batch'

const TIMESTAMPTZ = 1184

describe('a time of PostgreSQL', () => {
  it.each([
    '2026-01-02 03:04:05+00',
    '2026-12-31 23:59:59+00',
    '1970-01-01 00:00:00+00',
    '2024-02-29 12:00:00+00',
    '2026-01-02 03:04:05.1+00',
    '2026-01-02 03:04:05.123456+00',
    '2026-01-02 03:04:05+05',
    '2026-01-02 03:04:05+05:30',
    '0050-01-02 03:04:05+00',
    '0050-01-02 03:04:05+00 BC',
    '12026-01-02 03:04:05+00',
    'infinity',
    '-infinity',
  ])('is what the driver reads in %s', (text) => {
    expect(parseTime(text)).toEqual(types.getTypeParser(TIMESTAMPTZ, 'text')(text))
  })
})
