import fc from 'fast-check'
import type { FilteredLog, LogFilter } from '../query/logFilter.js'

/** Few values, so that filters and logs meet. */
const hex = (bytes: number) => (value: number) => `0x${value.toString(16).padStart(2 * bytes, '0')}`
const address = fc.integer({ min: 1, max: 3 }).map(hex(20))
const topic = fc.integer({ min: 1, max: 3 }).map(hex(32))
const some = (values: fc.Arbitrary<string>) =>
  fc.option(fc.uniqueArray(values, { minLength: 1, maxLength: 3 }), { nil: null })

export const filters: fc.Arbitrary<LogFilter> = fc.record({
  address: some(address),
  topics: fc.array(some(topic), { maxLength: 4 }),
})

export const logs: fc.Arbitrary<FilteredLog> = fc.record({ address, topics: fc.array(topic, { maxLength: 4 }) })
