import { createQuotePki, type MintCollateralInput, mintCollateral } from '@touchstone/verify/mint'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, openBench, until, untilIdle } from '../../testing/auditing.js'
import { insertSettlement, PROVIDER, SECRET, SIGNER, setHeight } from '../../testing/chain.js'
import { type CollateralAnswer, type CollateralServer, startCollateralServer } from '../../testing/collateralServer.js'
import { PKI, type ProviderServer, reportAbout, signed, startProviderServer } from '../../testing/providerServer.js'
import { FETCH_COLLATERAL, queueCapture, queueCollateralAt } from './jobs.js'

const DAY = 86_400_000
const KEY = { tee: 'tdx', ca: 'platform', fmspc: '70ae5e000000' } as const

let bench: Bench
let provider: ProviderServer
let intel: CollateralServer

beforeEach(async () => {
  bench = await openBench()
  provider = await startProviderServer()
  intel = await startCollateralServer(await mint())
  bench.network.providers = [provider.url]
  bench.network.quotes = { collateral: [intel.service] }
  bench.network.trust.quoteRoots = [PKI.root]
  provider.answers['/v1/quote'] = signed(reportAbout(SIGNER), SECRET)
  await bench.db.query('update service_revision set url = $1', [provider.url])
  await insertSettlement(bench.db, { n: 1, block: 10 })
  await setHeight(bench.db, 10)
})

afterEach(async () => {
  await bench.stop()
  await Promise.all([provider.stop(), intel.stop()])
})

const mint = (changes: Partial<MintCollateralInput> = {}) => mintCollateral(PKI, { at: Date.now(), ...changes })
const list = async <Row extends object>(table: string) =>
  (await bench.db.query<Row>(`select * from verdicts.${table} order by id`)).rows
const listSets = () => list<{ sha256: string; valid_from: Date; valid_until: Date }>('collateral')
const listAttempts = () => list<{ outcome: string; detail: string }>('collateral_attempt')
const listReports = () => list<{ fmspc: string | null; has_collateral: boolean; observed_at: Date }>('enclave_report')
const nextRound = async () => {
  const { rows } = await bench.db.query<{ run_at: Date }>(`select run_at from graphile_worker.jobs where key like $1`, [
    `${FETCH_COLLATERAL}:%`,
  ])
  return rows[0]?.run_at.getTime() ?? 0
}

/** Dates of collateral are whole seconds. */
const untilSecondAfter = (at: Date | undefined) =>
  until(
    async () => Date.now(),
    (now) => now > (at?.getTime() ?? 0) + 1_000,
  )

interface VerdictRow {
  enclave: string
  body: string
}

const listVerdicts = async () => {
  const { rows } = await bench.db.query<VerdictRow>(
    `select c.enclave, v.body from verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id`,
  )
  return rows
}
const textOf = ({ body }: VerdictRow, id: string) =>
  (JSON.parse(body).observations as { id: string; text: string }[]).find((one) => one.id === id)?.text
const checkOf = ({ body }: VerdictRow, id: string) =>
  (JSON.parse(body).questions as { checks: { id: string; status: string; reason?: string }[] }[])
    .flatMap(({ checks }) => checks)
    .find((one) => one.id === id)

describe('the archive of collateral', () => {
  it('keeps what Intel signs, and judges the settlements of a report without collateral on it', async () => {
    // Made before, so that the report has no collateral when it is first judged.
    intel.answers.tcb = { status: 503, body: '' }
    await bench.start()
    await until(listAttempts, (rows) => rows.length > 0)
    const [before] = await until(listVerdicts, ([row]) => row !== undefined && checkOf(row, 'quote-form') !== undefined)
    expect(checkOf(before as VerdictRow, 'collateral-valid')?.status).toBe('unavailable')
    delete intel.answers.tcb
    const [set] = await until(listSets, (rows) => rows.length === 1)
    const [row] = await until(
      listVerdicts,
      ([row]) => row !== undefined && checkOf(row, 'collateral-valid')?.status === 'pass',
    )
    expect(textOf(row as VerdictRow, 'tcb-status')).toContain('UpToDate')
    expect(textOf(row as VerdictRow, 'tcb-now')).toContain('UpToDate')
    expect(JSON.parse(row?.body ?? '').reports[0].collateral).toBe(set?.sha256)
    expect(await listReports()).toMatchObject([{ fmspc: KEY.fmspc, has_collateral: false }])
    expect((await nextRound()) - Date.now()).toBeGreaterThan(DAY * 0.9)
    // The next round finds the same set.
    await queueCollateralAt(bench.db, KEY, new Date())
    await until(nextRound, (at) => at - Date.now() > DAY * 0.9)
    expect(await listSets()).toHaveLength(1)
  }, 60_000)

  it('judges by the set in force at the observation, and by the newest as of now', async () => {
    await bench.start()
    await until(listVerdicts, ([row]) => row !== undefined && checkOf(row, 'collateral-valid')?.status === 'pass')
    await untilIdle(bench.db)
    const [before] = await listVerdicts()
    await untilSecondAfter((await listReports())[0]?.observed_at)
    intel.collateral = await mint({ at: Date.now() + 15 * DAY, tcbStatus: 'OutOfDate', advisories: ['INTEL-SA-00001'] })
    await bench.db.query(`update verdicts.collateral set valid_from = valid_from - interval '1 day'`)
    await queueCollateralAt(bench.db, KEY, new Date())
    await until(listSets, (rows) => rows.length === 2)
    await untilIdle(bench.db)
    // Issued after the observation: nothing is judged anew.
    expect(await listVerdicts()).toEqual([before])
    await bench.db.query(`select graphile_worker.add_job('judge', json_build_object('settlement', settlement_id))
      from verdicts.current_verdict`)
    await bench.db.query(`update verdicts.verdict set inputs = 'other'`)
    const [after] = await until(
      listVerdicts,
      ([row]) => row !== undefined && textOf(row, 'tcb-now')?.includes('OutOfDate') === true,
    )
    expect(textOf(after as VerdictRow, 'tcb-status')).toContain('UpToDate')
  }, 60_000)

  it('asks for the report once more where the first set was issued after it was seen', async () => {
    intel.answers.tcb = { status: 503, body: '' }
    await bench.start()
    const [first] = await until(listReports, (rows) => rows.length === 1)
    await untilSecondAfter(first?.observed_at)
    intel.collateral = await mint({ at: Date.now() + 15 * DAY })
    delete intel.answers.tcb
    await until(listReports, (rows) => rows.length === 2)
    await until(listVerdicts, ([row]) => row !== undefined && checkOf(row, 'collateral-valid')?.status === 'pass')
    await untilIdle(bench.db)
    await queueCapture(bench.db, 'select $1 as provider', [PROVIDER])
    await untilIdle(bench.db)
    expect(await listReports()).toHaveLength(2)
  }, 40_000)
})

type Lie = Partial<Pick<CollateralServer, 'collateral' | 'answers'>>

const foreignSet = async () => mintCollateral(await createQuotePki(), { at: Date.now() })
const otherPlatform = { ...PKI, platform: { ...PKI.platform, fmspc: Buffer.from('aaaaaaaaaaaa', 'hex') } }
const answering = (tcb: CollateralAnswer | null) => async (): Promise<Lie> => ({ answers: { tcb } })
const EMPTY = '{"tcbInfo":{},"signature":"00"}'
const BAD_CHAIN = { 'TCB-Info-Issuer-Chain': '%zz' }

const LIES: [string, string, () => Promise<Lie>][] = [
  [
    'another signature',
    'not-genuine',
    async () => ({ collateral: { ...(await mint()), tcb_info_signature: '11'.repeat(64) } }),
  ],
  ['an expired set', 'not-genuine', async () => ({ collateral: await mint({ at: Date.now() - 60 * DAY }) })],
  ['a set of the future', 'not-genuine', async () => ({ collateral: await mint({ at: Date.now() + 60 * DAY }) })],
  ['SGX in the place of TDX', 'not-genuine', async () => ({ collateral: await mint({ tee: 'sgx' }) })],
  ['the set of another PKI', 'not-genuine', async () => ({ collateral: await foreignSet() })],
  ['a garbled list', 'not-genuine', async () => ({ collateral: { ...(await mint()), pck_crl: 'deadbeef' } })],
  [
    'another platform',
    'not-genuine',
    async () => ({ collateral: await mintCollateral(otherPlatform, { at: Date.now() }) }),
  ],
  ['garbage', 'bad-answer', answering({ body: Buffer.alloc(5_000, 0xff) })],
  ['no chain', 'bad-answer', answering({ body: EMPTY })],
  ['a chain that is not encoded', 'bad-answer', answering({ headers: BAD_CHAIN, body: EMPTY })],
  ['too much', 'too-large', answering({ body: Buffer.alloc(2_000_000, 0x20) })],
  ['no end', 'time-out', answering(null)],
  ['a redirect', 'bad-answer', answering({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' })],
  ['an error', 'unreachable', answering({ status: 500, body: '' })],
]

describe('a service that lies about collateral', () => {
  it('is refused, by the right name, and accuses nobody', async () => {
    await bench.start({ RETRY_BASE_SECONDS: 60 })
    await until(listSets, (rows) => rows.length === 1)
    await untilIdle(bench.db)
    await bench.db.query('delete from verdicts.collateral')
    for (const [name, outcome, lie] of LIES) {
      await untilIdle(bench.db)
      Object.assign(intel, { answers: {}, ...(await lie()) })
      const before = (await listAttempts()).length
      await queueCollateralAt(bench.db, KEY, new Date())
      const rows = await until(listAttempts, (all) => all.length > before)
      expect(rows[before]?.outcome, `${name}: ${rows[before]?.detail}`).toBe(outcome)
      expect(await listSets(), name).toEqual([])
    }
    await bench.db.query(`select graphile_worker.add_job('judge', json_build_object('settlement', settlement_id))
      from verdicts.current_verdict`)
    const [row] = await until(
      listVerdicts,
      ([one]) => one !== undefined && checkOf(one, 'collateral-valid')?.status !== 'pass',
    )
    expect(row?.enclave).toBe('unavailable')
    expect(JSON.parse(row?.body ?? '').fault).toBeUndefined()
  }, 60_000)
})
