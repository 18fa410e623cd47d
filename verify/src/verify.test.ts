import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  evidenceOf,
  fetched,
  honestRecords,
  mockKey,
  PROVIDER,
  STRANGER,
  settlementOf,
  trailOf,
  trust,
  word,
} from '../testing/scenario.js'
import { fullyEvidenced } from '../testing/verified.js'
import { toCells } from './sentence.js'
import type { FetchedTrail, SettlementSubject } from './subject.js'
import { verifySettlement } from './verify.js'

const records = honestRecords(3)
const honest = settlementOf(records)

async function judge(subject: SettlementSubject, trails: FetchedTrail[] = []) {
  const verdict = await verifySettlement(subject, evidenceOf({ trails }, subject), trust)
  return { ...verdict, cells: Object.values(toCells(verdict.questions)).join(' ') }
}

describe('verdict of a settlement', () => {
  it('is verified where all six questions pass', async () => {
    const { subject, evidence, trust: material } = await fullyEvidenced()
    const { outcome, questions, checks, fault } = await verifySettlement(subject, evidence, material)
    expect(checks.filter(({ status }) => status !== 'pass')).toEqual([])
    expect([outcome, fault]).toEqual(['verified', undefined])
    expect(questions.map(({ status }) => status)).toEqual(Array(6).fill('pass'))
  })

  it('is relayed where the known code hands requests on', async () => {
    const { subject, evidence, trust: material } = await fullyEvidenced('relays')
    const { outcome, questions } = await verifySettlement(subject, evidence, material)
    expect(outcome).toBe('relayed')
    expect(Object.values(toCells(questions)).join(' ')).toBe('pass pass pass pass pass absent')
  })

  it('is not verified without any one part of the evidence or of the trust', async () => {
    const { subject, evidence, trust: material } = await fullyEvidenced()
    const less = [
      { trails: [] },
      { receipt: null },
      { reports: [] },
      ...(['quoteRoots', 'gpuRoots', 'osImages', 'releases', 'models'] as const).map((name) => ({ [name]: [] })),
    ]
    for (const part of less) {
      const { outcome } = await verifySettlement(subject, { ...evidence, ...part }, { ...material, ...part })
      expect(['partial', 'unavailable'], Object.keys(part)[0]).toContain(outcome)
    }
  })

  it('is partial for a bill with honest evidence: no report has been read', async () => {
    const { outcome, cells, fault } = await judge(honest, [trailOf(records)])
    expect([outcome, fault]).toEqual(['partial', undefined])
    expect(cells).toBe('pass pass pass pass absent absent')
  })

  it('looks at payment and signature alone for the first generation of the contract', async () => {
    const old = await judge({ ...honest, generation: 'B' }, [trailOf(records)])
    expect(new Set(old.checks.map(({ question }) => question))).toEqual(new Set(['payment', 'signature']))
    expect([old.openedBy, old.observations]).toEqual([null, []])
    expect(old.cells.endsWith('absent absent absent absent')).toBe(true)
    expect(['verified', 'relayed', 'partial']).not.toContain(old.outcome)
  })

  it('shows what it observes of the label beside the checks', async () => {
    const services = honest.services.map((service) => ({ ...service, derivedMode: 'relayed', verifiability: 'TeeML' }))
    const { observations } = await judge({ ...honest, services })
    expect(observations.length).toBeGreaterThan((await judge(honest)).observations.length)
  })

  it('is paid for a bill without evidence', async () => {
    const { outcome, cells, openedBy } = await judge(honest)
    expect([outcome, openedBy]).toEqual(['paid', null])
    expect(cells).toBe('pass pass absent absent absent absent')
  })

  it('stays paid whatever strangers anchor', async () => {
    const { outcome, cells } = await judge(honest, [
      trailOf(records.slice(1), STRANGER),
      fetched(new Uint8Array(9), STRANGER),
    ])
    expect(outcome).toBe('paid')
    expect(cells).toBe('pass pass absent absent absent absent')
  })

  it('is failed with the provider’s fault for a false list and for a mock key', async () => {
    expect(await judge(honest, [trailOf(records.slice(1))])).toMatchObject({ outcome: 'failed', fault: 'provider' })
    expect(await judge(settlementOf(records, mockKey))).toMatchObject({ outcome: 'failed', fault: 'provider' })
  })

  it('is unavailable without calldata, accusing nobody', async () => {
    const { outcome, cells } = await judge({ ...honest, item: null }, [trailOf(records)])
    expect(outcome).toBe('unavailable')
    expect(cells).toBe('unavailable unavailable unavailable unavailable absent absent')
  })

  it.each([2, 3, 4, 5])('is rejected for result %i, whatever else is wrong, and looks at nothing', async (status) => {
    const refused = { ...settlementOf(records, mockKey), status, caller: STRANGER, signer: null, fundSpent: null }
    const { outcome, cells, checks, observations } = await judge(refused, [trailOf(records.slice(1))])
    expect(outcome).toBe('rejected')
    expect(cells).toBe('absent absent absent absent absent absent')
    expect(checks.map(({ id }) => id)).toEqual(['contract-accepted'])
    expect(observations).toEqual([])
  })

  it('never passes enclave or workload, never throws and never blames a stranger’s bytes', async () => {
    const honestBytes = trailOf(records).bytes
    const spoiled = fc
      .tuple(fc.nat(honestBytes.length - 1), fc.nat(255))
      .map(([at, byte]) => honestBytes.with(at, byte))
    const bytes = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 200 }), spoiled)
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (hostile, isAnchored) => {
        const strange = fetched(hostile, STRANGER)
        const { outcome, cells } = await judge(honest, [isAnchored ? strange : { ...strange, root: word(0xdd) }])
        expect(['paid', 'partial']).toContain(outcome)
        expect(cells.endsWith('absent absent')).toBe(true)
        const served = { ...fetched(hostile, PROVIDER), root: word(0xdd) }
        expect((await judge(honest, [served])).outcome).toBe('unavailable')
      }),
      { numRuns: 60 },
    )
  })
})

/** Chosen by the condition `node` of package.json; nothing else may import from Node. */
const FOR_NODE = [
  'primitives/node.ts',
  'primitives/node-modules.d.ts',
  'enclave/quote/dcap/node.ts',
  'enclave/quote/dcap/modules.d.ts',
]

it('builds without anything of a browser or of Node', () => {
  const folder = new URL('.', import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !FOR_NODE.includes(path),
  )
  expect(sources.length).toBeGreaterThan(25)
  for (const path of sources) {
    const text = readFileSync(new URL(path, folder), 'utf8')
    expect(text, path).not.toMatch(/from 'node:|\bBuffer\b|\bprocess\.|Date\.now|new Date\(|Math\.random|console\./)
  }
})
