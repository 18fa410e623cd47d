import { getBytes, hashMessage, keccak256 as keccak } from 'ethers'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  BLOCK_TIME,
  trust as bareTrust,
  evidenceOf,
  honestRecords,
  otherKey,
  serviceKey,
  settlementOf,
} from '../../testing/scenario.js'
import {
  createQuotePki,
  type MintReportInput,
  mintOs,
  mintReport,
  type QuotePki,
  type ReportFlawName,
  signReport,
} from '../mint/index.js'
import type { CapturedReport, SettlementEvidence, SettlementSubject } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import { isAuthoredBy, reportStatementDigest } from './authorship.js'
import { findCandidates } from './candidates.js'
import { checkEnclave } from './enclave.js'
import { toChecksumAddress } from './report/reportData.js'

const MINUTE = 60_000
const SOURCE = 'https://provider.test/v1/quote'
const subject = settlementOf(honestRecords(1))
const os = mintOs('test-os')
const question = 'enclave'

let pki: QuotePki
let trust: TrustMaterial
beforeAll(async () => {
  pki = await createQuotePki()
  trust = { ...bareTrust, quoteRoots: [pki.root] }
})

interface Capture {
  minutes?: number
  by?: typeof serviceKey | null
  flaw?: ReportFlawName
  source?: string
  mint?: Partial<MintReportInput>
}
async function capture({ minutes = -5, by = serviceKey, flaw, source = SOURCE, mint }: Capture = {}) {
  const observedAt = BLOCK_TIME + minutes * MINUTE
  const compose = '{"docker_compose_file":"services: {}"}'
  const input: MintReportInput = { form: 'broker', signer: serviceKey.address, compose, os, at: observedAt, ...mint }
  const { body } = await mintReport(pki, flaw === undefined ? input : { ...input, flaw })
  const signature = by === null ? null : signReport(body, by.signDigest)
  return { source, observedAt, bytes: body, signature, collateral: null } satisfies CapturedReport
}
const at = (minutes: number) => new Date(BLOCK_TIME + minutes * MINUTE).toISOString().replace('.000Z', 'Z')
const refOf = (minutes: number, source = SOURCE) => ({
  kind: 'source',
  ref: source,
  note: `observed at ${at(minutes)}`,
})

function check(
  reports: CapturedReport[],
  changes: Partial<SettlementSubject> = {},
  more: Partial<SettlementEvidence> = {},
) {
  return checkEnclave({ ...subject, ...changes }, evidenceOf({ reports, ...more }), trust)
}

describe('what is shown of a report', () => {
  it('that is missing', async () => {
    const published = { id: 'report-published', question }
    expect(await check([])).toEqual({
      checks: [{ ...published, status: 'absent', reason: 'No report of this key was observed.', evidence: [] }],
      ...{ observations: [], measured: null },
    })
    const none = await check([await capture()], { signer: null })
    expect(none.checks).toMatchObject([{ ...published, reason: 'No signer of this service is known on chain.' }])
    const reportAttempts = [
      { source: 'https://a.test', outcome: 'timed out' },
      { source: 'https://b.test', outcome: 'refused' },
    ]
    const foreign = await capture({ flaw: 'other_signer', by: null })
    expect((await check([foreign], {}, { reportAttempts })).checks).toEqual([
      {
        ...{ ...published, status: 'unavailable' },
        reason: '2 attempts to get a report ended without one; the newest: timed out',
        evidence: [{ kind: 'source', ref: 'https://a.test' }, refOf(-5)],
      },
    ])
  })

  it('that nobody signed and that binds another key', async () => {
    const { checks, observations } = await check([await capture({ flaw: 'other_signer', by: null })])
    const why = observations[0]?.text.match(/is no evidence: (.*)\.$/)?.[1]
    expect(why).toMatch(/^it binds 0x[0-9a-fA-F]{40}, and the signer did not sign it$/)
    expect(observations).toEqual([
      {
        ...{ id: 'ignored-report', question, evidence: [refOf(-5)] },
        text: `A report observed at ${at(-5)} is no evidence: ${why}.`,
      },
    ])
    expect(checks).toEqual([
      {
        ...{ id: 'report-published', question, status: 'absent', evidence: [refOf(-5)] },
        reason: `None of 1 observed reports speaks for this key; the nearest in time: ${why}.`,
      },
    ])
  })

  it('that cannot be read, or was observed at another time', async () => {
    const broken = await capture({ flaw: 'not_json' })
    const [service] = subject.services
    if (service === undefined) throw new Error('the scenario has a service')
    const services = [{ ...service, since: BLOCK_TIME - 10 * MINUTE, until: null }]
    const early = await capture({ minutes: -11 })
    const { observations } = await check([early, broken], { services })
    expect(observations.map(({ text }) => text)).toEqual([
      expect.stringMatching(/ is no evidence: it cannot be read: .{5,}\.$/),
      `A report observed at ${at(-11)} is no evidence: it was observed while the service did not hold this key.`,
    ])
    const edges = [{ ...service, since: BLOCK_TIME - 11 * MINUTE, until: BLOCK_TIME - 5 * MINUTE }]
    const inside = await check([early, broken], { services: edges })
    expect(inside.observations.filter(({ id }) => id === 'ignored-report')).toMatchObject([{ evidence: [refOf(-5)] }])
    expect(inside.checks[0]?.evidence).toEqual([refOf(-11)])
  })

  it('in which the signer itself names another key', async () => {
    const { checks, observations, measured } = await check([await capture({ flaw: 'other_signer' })])
    const found = checks.find(({ id }) => id === 'report-data')?.found
    expect(found).toMatch(/^0x[0-9a-fA-F]{40}$/)
    expect(checks.map(({ id, status }) => [id, status])).toEqual([
      ['report-published', 'pass'],
      ...['quote-form', 'quote-chain', 'collateral-valid', 'tcb-not-revoked', 'module-identity', 'td-attributes'].map(
        (id) => [id, 'pass'],
      ),
      ['report-data', 'fail'],
      ['rtmr-replay', 'pass'],
      ['compose-hash', 'pass'],
    ])
    expect(checks[0]).toEqual({ id: 'report-published', question, status: 'pass', evidence: [refOf(-5)] })
    expect(checks.find(({ id }) => id === 'report-data')).toEqual({
      ...{ id: 'report-data', question, status: 'fail', fault: 'provider', evidence: [refOf(-5)], found },
      reason: 'The signer signed a report whose quote binds another key.',
      expected: toChecksumAddress(serviceKey.address),
    })
    expect(measured).toBeNull()
    expect(observations.map(({ id }) => id)).not.toContain('ignored-report')
  })

  it('looks at sixteen reports, the nearest ones', async () => {
    const wrong = await Promise.all(
      Array.from({ length: 17 }, (_, n) => capture({ minutes: n + 1, flaw: 'quote_changed', by: null })),
    )
    const good = await capture({ minutes: 30 })
    expect((await check([...wrong.slice(0, 15), good])).checks.every(({ status }) => status === 'pass')).toBe(true)
    const { checks, observations } = await check([...wrong, good])
    expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual(['report-published absent'])
    expect(observations).toHaveLength(16)
    const far = await Promise.all(
      Array.from({ length: 18 }, (_, n) => capture({ minutes: n, by: null, flaw: 'other_signer' })),
    )
    expect((await check(far)).checks[0]?.evidence).toEqual(far.slice(0, 16).map((_, n) => refOf(n)))
  })

  it('shows only what it ignored, not what it used', async () => {
    const ignored = await capture({ minutes: 1, flaw: 'quote_changed', by: null })
    const unjudged = await capture({ minutes: 2, flaw: 'collateral_missing' })
    const { observations, checks } = await check([ignored, unjudged, await capture({ minutes: 3 })])
    expect(observations.filter(({ id }) => id === 'ignored-report')).toMatchObject([{ evidence: [refOf(1)] }])
    expect(checks[0]?.evidence).toEqual([refOf(3)])
  })
})

describe('whose word a report is', () => {
  const body = new TextEncoder().encode('{"a":1}')

  it('is that of the key that signed its bytes', () => {
    expect(reportStatementDigest(body)).toEqual(getBytes(hashMessage(getBytes(keccak(body)))))
    const signature = signReport(body, serviceKey.signDigest)
    const { address } = serviceKey
    expect(isAuthoredBy(body, signature, address)).toBe(true)
    expect(isAuthoredBy(body, signature, address.toUpperCase().replace('X', 'x') as typeof address)).toBe(true)
    expect(isAuthoredBy(body, signature, otherKey.address)).toBe(false)
    expect(isAuthoredBy(body.with(0, 1), signature, address)).toBe(false)
    expect(isAuthoredBy(body, null, address)).toBe(false)
    expect(isAuthoredBy(body, '0x12', address)).toBe(false)
    expect(isAuthoredBy(body, `${signature.slice(0, -2)}05` as typeof signature, address)).toBe(false)
  })

  it('is nobody’s where another key signed it: no fault of the provider', async () => {
    const { checks } = await check([await capture({ flaw: 'compose_swapped', by: otherKey })])
    expect(checks.find(({ id }) => id === 'compose-hash')?.status).toBe('unavailable')
    const other = await check([await capture({ flaw: 'other_signer', by: otherKey })])
    expect(other.checks.map(({ id, status }) => `${id} ${status}`)).toEqual(['report-published absent'])
  })
})

describe('candidates', () => {
  it('are in one order: nearest, then earlier, then by source', async () => {
    const reports = [
      await capture({ minutes: 4, source: 'https://b.test' }),
      await capture({ minutes: 4, source: 'https://a.test' }),
      await capture({ minutes: -4, source: 'https://c.test' }),
      await capture({ minutes: 1, source: 'https://d.test' }),
    ]
    const order = (list: CapturedReport[]) =>
      findCandidates(subject, serviceKey.address, list).binding.map(({ captured }) => captured.source.charAt(8))
    expect(order(reports)).toEqual(['d', 'c', 'a', 'b'])
    expect(order(reports.toReversed())).toEqual(['d', 'c', 'a', 'b'])
  })

  it('are not foreign where one revision of the service holds the key', async () => {
    const [service] = subject.services
    if (service === undefined) throw new Error('the scenario has a service')
    const later = { ...service, since: BLOCK_TIME + 60 * MINUTE, teeSigner: otherKey.address }
    const other = await capture({ mint: { signer: otherKey.address } })
    const find = (services: SettlementSubject['services']) =>
      findCandidates({ ...subject, services }, serviceKey.address, [other])
    expect(find([service, later])).toMatchObject({
      foreign: null,
      ignored: [{ why: 'it binds another key of the same service' }],
    })
    expect(find([service]).foreign?.address.toLowerCase()).toBe(otherKey.address)
  })
})
