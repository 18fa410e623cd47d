import type { Hex, TrustMaterial } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, openBench, until, untilIdle } from '../../testing/auditing.js'
import { BLOCK_TIME, insertService, PAYER, PROVIDER, SIGNER, STRANGER, setHeight } from '../../testing/chain.js'
import { PKI, type ProviderServer, reportAbout, startProviderServer } from '../../testing/providerServer.js'
import { queueCapture } from '../queue/jobs.js'
import { detectDrift } from './drift.js'
import { findServiceInForce } from './services.js'

let bench: Bench
let server: ProviderServer

beforeEach(async () => {
  bench = await openBench()
  server = await startProviderServer()
  bench.network.providers = [server.url]
  bench.network.trust.quoteRoots = [PKI.root]
  await bench.db.query('update service_revision set url = $1', [server.url])
  await setHeight(bench.db, 10)
  say({ models: ['qwen'] })
})

afterEach(async () => {
  await bench.stop()
  await server.stop()
})

interface DriftRow {
  provider: string
  kind: string
  from_value: string
  to_value: string
  from_sha256: string | null
  to_sha256: string | null
}

const listDrifts = async () =>
  (await bench.db.query<DriftRow>('select * from verdicts.provider_drift order by id')).rows
const compose = (byte: number) => ({ mrConfigId: Uint8Array.from([1, ...new Array(32).fill(byte)]) })

/** What the service answers from now on. */
function say({ key = SIGNER, measured = compose(1), models }: { key?: Hex; measured?: object; models?: string[] }) {
  server.answers['/v1/quote'] = reportAbout(key, '', measured)
  if (models) server.answers['/v1/models'] = { body: JSON.stringify({ data: models.map((id) => ({ id })) }) }
}

/** One more round, ended. */
async function capture() {
  await queueCapture(bench.db, 'select $1 as provider', [PROVIDER])
  await untilIdle(bench.db)
}

async function startCaptured() {
  const auditor = await bench.start({ PORT: 0 })
  await until(
    async () => (await bench.db.query('select from verdicts.provider_answer')).rowCount,
    (count) => count === 2,
  )
  await untilIdle(bench.db)
  return auditor
}

describe('drift', () => {
  it('is none where a service says what the chain says, and says it again', async () => {
    await startCaptured()
    await capture()
    expect(await listDrifts()).toEqual([])
  })

  it('is each change of code, image or models without a change on chain, once, with both digests', async () => {
    const auditor = await startCaptured()
    say({ measured: compose(2) })
    await capture()
    await capture()
    const [code] = await listDrifts()
    expect(await listDrifts()).toMatchObject([
      { kind: 'code', from_value: '01'.repeat(32), to_value: '02'.repeat(32), to_sha256: expect.any(String) },
    ])
    expect(code?.from_sha256).not.toBe(code?.to_sha256)
    say({ measured: { ...compose(2), mrTd: new Uint8Array(48).fill(3) }, models: ['other', 'qwen'] })
    await capture()
    say({ measured: compose(2), models: ['other'] })
    await capture()
    expect((await listDrifts()).slice(1)).toMatchObject([
      { kind: 'system' },
      { kind: 'models', from_value: 'qwen', to_value: 'other qwen' },
      { kind: 'system' },
      { kind: 'models', from_value: 'other qwen', to_value: 'other' },
      { kind: 'model-missing', from_value: 'qwen', to_value: 'other', to_sha256: expect.any(String) },
    ])
    const metrics = await (await fetch(`http://127.0.0.1:${auditor.port}/metrics`)).text()
    expect(metrics).toContain('touchstone_auditor_drifts_total{kind="system"} 2')
    expect(metrics).toContain('touchstone_auditor_drifting_providers{kind="model-missing"} 1')
  }, 40_000)

  it('is no change of code that the chain announces', async () => {
    await startCaptured()
    await bench.db.query(`update service_revision set additional_info = 'other', from_time = now(), from_block = 9`)
    await bench.db.query(
      `insert into service_revision select (jsonb_populate_record(r, jsonb_build_object('id', 'old', 'additional_info',
         'old', 'from_time', $1::timestamptz, 'from_block', 1, 'to_block', 9, 'to_log_index', 0, 'to_time', now()))).*
       from service_revision r`,
      [new Date(BLOCK_TIME)],
    )
    say({ measured: compose(2) })
    await capture()
    expect(await listDrifts()).toEqual([])
  })

  it('is a key that the service does not hold, and no key of a rotation that is not final yet', async () => {
    await startCaptured()
    say({ key: STRANGER })
    await capture()
    const rows = (await listDrifts()).filter(({ kind }) => kind === 'signer')
    // By the quote and by the card, which are the same bytes here.
    expect(new Set(rows.map(({ to_value }) => to_value))).toEqual(new Set([STRANGER]))
    expect(rows[0]).toMatchObject({ provider: PROVIDER, from_value: SIGNER })
    await bench.db.query('delete from verdicts.provider_drift')
    await bench.db.query(
      `insert into service_revision select (jsonb_populate_record(r, jsonb_build_object('id', 'next', 'tee_signer',
         $1::text, 'from_block', 11))).* from service_revision r`,
      [STRANGER],
    )
    await capture()
    expect(await listDrifts()).toEqual([])
  })

  it('lays a shared key to who came later, never to whose report was copied', async () => {
    await insertService(bench.db, STRANGER, 'http://x')
    await bench.db.query(
      `update service_revision set from_time = from_time + interval '1 hour' where provider_id = $1`,
      [STRANGER],
    )
    await insertService(bench.db, PAYER, 'http://x')
    await bench.db.query('update service_revision set tee_signer = $1 where provider_id = $2', [PAYER, PAYER])
    await bench.db.query(
      `insert into verdicts.enclave_report (provider, source, sha256, size, binds, observed_at, last_observed_at)
       values ($1, 'http://x/v1/quote', 'aa', 1, $2, now(), now())`,
      [PAYER, SIGNER],
    )
    const trust = bench.network.trust as TrustMaterial
    const detect = async (provider: Hex) => {
      const service = await findServiceInForce(bench.db, provider)
      if (!service) throw new Error('No service.')
      return (await detectDrift(bench.db, provider, service, trust)).filter(({ kind }) => kind === 'shared-signer')
    }
    expect(await detect(PROVIDER)).toEqual([])
    expect(await detect(STRANGER)).toMatchObject([{ from_value: PROVIDER, to_value: SIGNER }])
    expect(await detect(STRANGER)).toEqual([])
    expect((await detect(PAYER)).map(({ from_value }) => from_value).sort()).toEqual([PROVIDER, STRANGER].sort())
  })

  it('is a key whose private half is public, the moment it is seen', async () => {
    bench.network.trust.mockSigners.push({ address: SIGNER, source: 'test' })
    await bench.start()
    const rows = await until(listDrifts, (all) => all.some(({ kind }) => kind === 'mock-signer'))
    expect(rows).toMatchObject([
      { kind: 'mock-signer', to_value: SIGNER },
      { kind: 'mock-signer' },
      { kind: 'mock-signer' },
    ])
  })
})
