import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BlobStore, openBlobs } from '@touchstone/store/blobs'
import { createQuotePki, mintCollateral, mintOs, mintReport } from '@touchstone/verify/mint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTestNetwork, startTestApi, type TestApi } from '../testing/api'
import { address } from '../testing/rows'
import type { TcbThread as TcbThreadType } from './tcbThread'

// Threads run compiled code.
const require = createRequire(__filename)
const { TcbThread, TcbLimitExceeded } = require('../../dist/enclave/tcbThread.js') as typeof import('./tcbThread')
const { TcbLooks } = require('../../dist/enclave/tcbLooks.js') as typeof import('./tcbLooks')

const DAY = 86_400_000
/** The test's now: statuses are looked up as of the clock, so reports are minted around it. */
const NOW = Date.now()
const AT = NOW - 40 * DAY
const provider = address('prov')
let api: TestApi
let folder: string
const sha256Of = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex')

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'touchstone-tcb-'))
  const pki = await createQuotePki()
  const network = readTestNetwork()
  const trust = { ...network.trust, quoteRoots: [pki.root] }
  api = await startTestApi({ network: { ...network, trust }, blobs: { DATA_DIR: folder } })
  const os = mintOs('test-os-1')
  const minted = await mintReport(pki, {
    ...{ form: 'broker', signer: `0x${'11'.repeat(20)}`, compose: '{}', os, at: AT },
  })
  const body = minted.body
  const digest = sha256Of(body)
  await openBlobs({ DATA_DIR: folder }, 'reports').put(`0x${digest}`, Buffer.from(body))
  const known = { tee: 'tdx', ca: 'platform', fmspc: '00606a000000' }
  const seen = { provider, source: 's', size: body.length, ...known, has_collateral: true }
  const times = { observed_at: new Date(AT), last_observed_at: new Date(AT) }
  await api.rows.insert('verdicts.enclave_report', { ...seen, ...times, sha256: digest })
  await api.rows.insert('verdicts.enclave_report', { ...seen, ...times, sha256: 'ab'.repeat(32), fmspc: null })
  const later = JSON.stringify(await mintCollateral(pki, { at: NOW, tcbStatus: 'OutOfDate' }))
  const window = { valid_from: new Date(NOW - DAY), valid_until: new Date(NOW + DAY) }
  await api.rows.insert('verdicts.collateral', {
    ...known,
    ...window,
    sha256: sha256Of(later),
    body: later,
    source: 's',
  })
})
afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('the TCB of a report', () => {
  it('is looked up for then and for now', async () => {
    const query = '{ enclaveReports(order: oldest) { nodes { tcb { statusThen statusNow asOf unavailable } } } }'
    const { enclaveReports } = (await api.ask(query)) as unknown as { enclaveReports: { nodes: { tcb: Found }[] } }
    const [kept, lost] = enclaveReports.nodes.map((node) => node.tcb)
    expect(kept).toMatchObject({ statusThen: 'UpToDate', statusNow: 'OutOfDate', unavailable: null })
    expect(Date.parse(kept?.asOf ?? '')).toBeGreaterThanOrEqual(NOW)
    expect(lost).toEqual({
      statusThen: null,
      statusNow: null,
      asOf: null,
      unavailable: 'The bytes of the report are not here.',
    })
  })
})

describe('the thread that judges reports', () => {
  const limited = (limits: { heapMb: number; timeMs: number }) =>
    new TcbThread(api.api.services.network.trust, limits) as TcbThreadType
  const task = () => ({ bytes: Buffer.from('{}'), collateral: null, signer: null, at: AT, now: NOW })

  it('loses the one that takes too long, and answers the next', async () => {
    const thread = limited({ heapMb: 192, timeMs: 1 })
    await expect(thread.judge(task())).rejects.toMatchObject({ name: 'TcbLimitExceeded', message: 'time' })
    Object.assign(thread, { limits: { heapMb: 192, timeMs: 20_000 } })
    expect(await thread.judge(task())).toMatchObject({ tcb: { statusThen: null } })
    await thread.stop()
    await expect(thread.judge(task())).rejects.toThrow('stopped')
  })

  it('ends where the memory does', async () => {
    const thread = limited({ heapMb: 4, timeMs: 20_000 })
    await expect(thread.judge(task())).rejects.toMatchObject({ name: 'TcbLimitExceeded', message: 'memory' })
    await thread.stop()
  })

  it('keeps what went beyond the limits, and says nothing about the report', async () => {
    let asked = 0
    const judge = async () => {
      asked += 1
      throw new TcbLimitExceeded('time')
    }
    const blobs = { find: async () => Buffer.from('{}') } as unknown as BlobStore
    const looks = new TcbLooks(blobs, api.api.services.network, { judge } as unknown as TcbThreadType)
    const input = {
      ...{ sha256: 'ab', size: 2, binds: null, observedAt: new Date(AT), collateral: null, collateralSha256: null },
      ...{ collateralNow: null, collateralNowSha256: null, validUntil: null },
    }
    const found = await Promise.all([looks.look(input, NOW), looks.look(input, NOW)])
    expect([...found, await looks.look(input, NOW)].map(({ unavailable }) => unavailable)).toEqual(
      Array(3).fill('Judging the report takes more time or memory than one may take here.'),
    )
    expect(asked).toBe(1)
  })
})

interface Found {
  statusThen: string | null
  statusNow: string | null
  asOf: string | null
  unavailable: string | null
}
