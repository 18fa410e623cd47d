import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadNetwork } from '@touchstone/networks'
import { type Hex, isAuthoredBy, type TrustMaterial, verifyEnclaveReport } from '@touchstone/verify'
import type { QuotePki } from '@touchstone/verify/mint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signerOf } from '../provider/signing.js'
import { PROVIDERS, type ProviderStory } from '../provider/story.js'
import { askCollateral } from '../testing/collateral.js'
import { collateralEndpoint, createCollateralService } from './collateralService.js'
import { openPki } from './pki.js'
import { mintReportOf } from './report.js'
import { buildTrust } from './trust.js'

const NOW = Date.UTC(2026, 5, 1)

let folder: string
let pki: QuotePki
let trust: TrustMaterial

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devnet-pki-'))
  pki = await openPki(join(folder, 'pki.json'))
  trust = buildTrust(loadNetwork('devnet').trust, pki, PROVIDERS)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function storyOf(name: string): ProviderStory {
  const story = PROVIDERS.find((candidate) => candidate.name === name)
  if (story === undefined) throw new Error(`${name} is no provider.`)
  return story
}

async function judge(name: string, trusted = trust, collateral: string | null = null) {
  const story = storyOf(name)
  const report = await mintReportOf(story, pki, NOW)
  if (report === undefined) throw new Error(`${name} serves no report.`)
  const signer = signerOf(story).address.toLowerCase() as Hex
  expect(isAuthoredBy(report.body, report.signature, signer)).toBe(true)
  const { checks, measured } = await verifyEnclaveReport(report.body, {
    at: NOW + 60_000,
    signer,
    collateral,
    trust: trusted,
  })
  return {
    measured,
    wrong: checks.filter(({ status }) => status !== 'pass').map(({ id, status }) => `${id} ${status}`),
  }
}

describe('the reports of the devnet', () => {
  it.each(['aspen', 'birch', 'ginkgo', 'hazel'])('are whole at %s', async (name) => {
    const { measured, wrong } = await judge(name)
    expect(wrong).toEqual([])
    const known = trust.releases.some(({ composeHash }) => composeHash === measured?.composeHash)
    expect(known).toBe(name !== 'ginkgo')
  })

  it.each([
    ['cedar', 'report-data fail'],
    ['elm', 'td-attributes fail'],
    ['fir', 'rtmr-replay fail'],
    ['juniper', 'tcb-not-revoked fail'],
    ['ironwood', 'collateral-valid unavailable'],
  ])('are wrong at %s: %s', async (name, expected) => {
    const { wrong } = await judge(name)
    expect(wrong).toContain(expected)
    expect(wrong.filter((check) => check.endsWith('fail'))).toEqual(expected.endsWith('fail') ? [expected] : [])
  })

  it('come without collateral at larch, whose quote can only be judged with what the service has', async () => {
    expect((await judge('larch')).wrong).toContain('collateral-valid unavailable')
    const service = createCollateralService(pki, () => NOW)
    const base = await service.listen({ host: '127.0.0.1', port: 0 })
    const endpoint = collateralEndpoint(Number(new URL(base).port))
    const served = await askCollateral(endpoint, Buffer.from(pki.platform.fmspc).toString('hex'))
    expect(await askCollateral(endpoint, Buffer.from(pki.platform.fmspc).toString('hex'))).toBe(served)
    await expect(askCollateral(endpoint, '00906ed50000')).rejects.toThrow('404')
    await service.close()
    const { wrong, measured } = await judge('larch', trust, served)
    expect(wrong).toEqual([])
    expect(trust.releases.some(({ composeHash }) => composeHash === measured?.composeHash)).toBe(true)
  })

  it('are none at dogwood', async () => {
    expect(await mintReportOf(storyOf('dogwood'), pki, NOW)).toBeUndefined()
  })

  it('are nothing to a network that does not trust the PKI of the devnet', async () => {
    const { wrong } = await judge('aspen', loadNetwork('devnet').trust)
    expect(wrong).toContain('quote-chain absent')
    const foreign = buildTrust(loadNetwork('devnet').trust, await openPki(join(folder, 'other.json')), PROVIDERS)
    expect((await judge('aspen', foreign)).measured).toBeNull()
  })

  it('stay genuine over a restart, with the same root', async () => {
    expect((await openPki(join(folder, 'pki.json'))).root).toEqual(pki.root)
    expect((await openPki(join(folder, 'new.json'))).root.sha256).not.toBe(pki.root.sha256)
  })
})
