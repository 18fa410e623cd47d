import fc from 'fast-check'
import { expect, it } from 'vitest'
import { honestRecords, PAYER, PROVIDER } from '../../testing/scenario.js'
import { toHex } from '../hex.js'
import { createKeptBytes } from '../kept/keptBytes.js'
import type { AuthorRole } from '../opening/role.js'
import type { TrailProof } from '../trail/record.js'
import { createPool, createPoolOf } from './pool.js'
import { type PublishedRecord, readPublished } from './published.js'
import type { BodyReading, ResponseReading } from './reading.js'
import { halvesOf, parseSignedText } from './signedText.js'

const digest = (n: number) => n.toString(16).padStart(64, '0')
const [template] = honestRecords(1)
const number = fc.nat(5)
const few = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const usage = fc.oneof(
  fc.tuple(fc.maxSafeNat(), fc.maxSafeNat()).map(([promptTokens, completionTokens]) => ({
    kind: 'stated' as const,
    usage: { promptTokens: BigInt(promptTokens), completionTokens: BigInt(completionTokens) },
  })),
  fc
    .constantFrom('the response is not text', 'a part of it is not JSON')
    .map((why) => ({ kind: 'unstated' as const, why })),
)
const sealed = few(number.map(digest))
// A reading is a function of the bytes, and so of the digest.
const requests = fc.array(fc.record({ sealed }), { minLength: 6, maxLength: 6 })
const responses = fc.array(
  fc.record({ sealed, sealedStream: sealed, images: few(fc.array(number.map(digest))), usage }),
  {
    ...{ minLength: 6, maxLength: 6 },
  },
)

const statement = {
  signature: fc.nat(2).map((n) => toHex(new Uint8Array(65).fill(n))),
  signingAddress: fc.constantFrom(PAYER, PROVIDER),
}
const text = fc.oneof(
  fc.tuple(number, number).map(([a, b]) => `${digest(a)}:${digest(b)}`),
  fc.tuple(number, number, number).map(([a, b, c]) => `${digest(a)}:${digest(b)},${digest(c)}`),
  fc.tuple(number, number).map(([a, b]) => `zg-sig-v1/e2ee-ct-stream:${digest(a)}:${digest(b)}`),
  fc.constantFrom('', 'none of the forms'),
)
const proof: fc.Arbitrary<TrailProof> = fc
  .record({
    ...{ ...statement, text },
    routingProof: few(
      fc.record({ ...statement, text: fc.oneof(text, fc.string({ unit: 'grapheme', maxLength: 8_192 })) }),
    ),
  })
  .map(({ routingProof, ...rest }) => (routingProof === undefined ? rest : { ...rest, routingProof }))

const added = fc.record({
  ...{ request: few(number), response: few(number), images: fc.array(few(number)), proof: few(proof) },
  role: fc.constantFrom<AuthorRole>('provider', 'payer', 'stranger'),
})

function without<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T
}

it('a pool finds what a Map of everything would', () => {
  fc.assert(
    fc.property(requests, responses, fc.array(added, { maxLength: 40 }), (asked, answered, all) => {
      const pool = createPool()
      const model = {
        requests: new Map<string, BodyReading>(),
        responses: new Map<string, ResponseReading>(),
        images: new Set<string>(),
        proofs: new Map<string, { proof: TrailProof; role: AuthorRole }[]>(),
      }
      for (const { request: q, response: r, images, proof: own, role } of all) {
        const request = q === undefined ? undefined : without({ sha256: digest(q), ...asked[q] })
        const response =
          r === undefined ? undefined : (without({ sha256: digest(r), ...answered[r] }) as ResponseReading)
        const shown = images.map((n) => (n === undefined ? undefined : digest(n)))
        const record = { ...template, ...(own === undefined ? { proof: undefined } : { proof: own }) }
        pool.add({ line: 2, record, fields: undefined, request, response, images: shown } as PublishedRecord, role)
        if (request !== undefined) model.requests.set(request.sha256, request)
        if (response !== undefined) model.responses.set(response.sha256, response)
        for (const image of [...shown, ...(response?.images ?? [])]) if (image !== undefined) model.images.add(image)
        const signed = own && parseSignedText(own.text)
        if (own === undefined || signed === undefined) continue
        const known = model.proofs.get(halvesOf(signed)) ?? []
        model.proofs.set(halvesOf(signed), known)
        const isThere = known.some((entry) => isSame(entry.proof, own))
        if (known.filter((entry) => entry.role === role).length < 8 && !isThere) known.push({ proof: own, role })
      }
      for (let n = 0; n < 6; n += 1) {
        expect(pool.findRequest(digest(n))).toEqual(model.requests.get(digest(n)))
        expect(pool.findResponse(digest(n))).toEqual(model.responses.get(digest(n)))
        expect(pool.hasImage(digest(n))).toBe(model.images.has(digest(n)))
      }
      for (const [halves, known] of model.proofs) expect(pool.listProofs(halves)).toEqual(known.map((one) => one.proof))
      expect(pool.listProofs('nobody')).toEqual([])
    }),
    { numRuns: 200 },
  )
})

function isSame(one: TrailProof, other: TrailProof): boolean {
  const keys = ['text', 'signature', 'signingAddress'] as const
  const isEqual = keys.every((key) => one[key] === other[key])
  return isEqual && one.routingProof?.signature === other.routingProof?.signature
}

it('reads the files of a pool once, and only where something is looked for', () => {
  const [record] = honestRecords(1)
  let readings = 0
  const records = {
    *[Symbol.iterator]() {
      readings += 1
      if (record !== undefined) yield readPublished(2, record)
    },
  }
  const pool = createPoolOf([{ records, role: 'provider' }], createKeptBytes())
  expect(readings).toBe(0)
  expect(pool.findRequest(record?.request.sha256 ?? '')).toMatchObject({ sha256: record?.request.sha256 })
  expect(pool.findResponse(digest(1))).toBeUndefined()
  expect([pool.hasImage(digest(1)), pool.listProofs(`${digest(1)}:${digest(2)}`), readings]).toEqual([false, [], 1])
})
