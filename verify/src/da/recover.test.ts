import { beforeAll, describe, expect, it } from 'vitest'
import { daPayload } from '../../testing/da.js'
import { extendRows } from './extension.js'
import { MODULUS } from './field.js'
import { ROW_BYTES, ROWS } from './geometry.js'
import { payloadFromRows } from './payload.js'
import { ENCODED_ROWS, recoverRows } from './recover.js'
import { systematicRow } from './systematicRow.js'

const PAYLOAD = daPayload(1_000_000)
/** All rows of the blob. */
const encoded: Uint8Array[] = []

beforeAll(() => {
  const own = (row: number) => systematicRow(PAYLOAD, row)
  for (let row = 0; row < ROWS; row += 1) encoded.push(own(row) ?? new Uint8Array(ROW_BYTES))
  const extension = extendRows(own, () => undefined)
  for (const coset of [1, 2] as const) {
    extension.evaluate(coset)
    for (let row = 0; row < ROWS; row += 1) encoded.push(extension.readRow(row).slice())
  }
}, 60_000)

/** All rows of the payload but some, with others in their place. */
function without(missing: number[], instead: number[]): Map<number, Uint8Array> {
  const rows = Array.from({ length: ROWS }, (_, row) => row).filter((row) => !missing.includes(row))
  return new Map([...rows, ...instead].map((row) => [row, encoded[row] ?? new Uint8Array()]))
}

function payloadOf(known: Map<number, Uint8Array>): Uint8Array | string {
  const recovered = recoverRows(known)
  if (recovered.kind === 'refused') return `${recovered.field}: ${recovered.expected}`
  const payload = payloadFromRows(recovered.rows)
  return payload.kind === 'refused' ? `${payload.field}: ${payload.expected}` : payload.bytes
}

describe('recoverRows', () => {
  it.each([
    [
      [0, 1, 2, 500, 1000, 1023],
      [1024, 1500, 2048, 2049, 3000, 3071],
    ],
  ])('finds rows %j from %j of the extensions', (missing, instead) => {
    const bytes = payloadOf(without(missing, instead))
    expect(typeof bytes).toBe('object')
    expect(Buffer.compare(Buffer.from(bytes as Uint8Array), Buffer.from(PAYLOAD))).toBe(0)
  })

  it('leaves the rows as they are, also where they come as Node.js buffers', () => {
    const known = without([7], [2050])
    const before = encoded[2050]?.slice()
    known.set(2050, Buffer.from(encoded[2050] ?? []))
    expect(Buffer.compare(Buffer.from(payloadOf(known) as Uint8Array), Buffer.from(PAYLOAD))).toBe(0)
    expect(Buffer.compare(known.get(2050) as Uint8Array, before as Uint8Array)).toBe(0)
  })

  it('needs nothing where none is missing, and says how many it has where they are too few', () => {
    expect(Buffer.compare(Buffer.from(payloadOf(without([], [])) as Uint8Array), Buffer.from(PAYLOAD))).toBe(0)
    expect(recoverRows(without([3, 4], [1024]))).toMatchObject({ field: 'rows', found: '1023 rows' })
  })

  it('makes other rows of a wrong one, and refuses what is no row', () => {
    const known = without([7], [1024])
    const wrong = (encoded[1024] ?? new Uint8Array()).with(5, 1 ^ (encoded[1024]?.[5] ?? 0))
    expect(payloadOf(new Map(known).set(1024, wrong))).not.toEqual(PAYLOAD)
    expect(payloadOf(new Map(known).set(3, new Uint8Array(5)))).toBe('rows[3]: 32768 bytes')
    const large = new Uint8Array(ROW_BYTES)
    for (let byte = 0, rest = MODULUS; byte < 32; byte += 1, rest >>= 8n) large[64 + byte] = Number(rest & 0xffn)
    expect(payloadOf(new Map(known).set(1024, large))).toBe('rows[1024].cells[2]: a number below the modulus')
    const outside = without([7], [])
    expect(payloadOf(outside.set(ENCODED_ROWS, new Uint8Array(ROW_BYTES)))).toBe('row: 0 to 3071')
  })
})
