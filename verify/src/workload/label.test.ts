import { expect, it } from 'vitest'
import { honestRecords, settlementOf } from '../../testing/scenario.js'
import { inputsHash } from '../body.js'
import type { ServiceInForce, SettlementEvidence } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import { observeLabel } from './label.js'

const subject = settlementOf(honestRecords(1))
const [service] = subject.services as [ServiceInForce]
const withService = (changes: Partial<ServiceInForce>) => ({ ...subject, services: [{ ...service, ...changes }] })
const labelled = (verifiability: string, derivedMode?: string) =>
  observeLabel(withService(derivedMode === undefined ? { verifiability } : { verifiability, derivedMode }))

it.each([
  ['relayed', /labelled TeeML.*requests are relayed/],
  ['none', /labelled TeeML.*no enclave/],
])('says of a TeeML label over the mode %s what it hides', (mode, text) => {
  const [found, ...more] = labelled('TeeML', mode)
  expect(found).toMatchObject({ id: 'label-overstates', question: 'workload' })
  expect(found?.text).toMatch(text)
  expect(more).toEqual([])
})

it.each([
  ['TeeML', 'in-enclave'],
  ['TeeML', 'unknown'],
  ['TeeML', 'toString'],
  ['TeeML', undefined],
  ['TeeTLS', 'relayed'],
  ['OpML', 'none'],
  ['', 'none'],
])('says nothing of the label %j over the mode %j', (label, mode) => {
  expect(labelled(label, mode)).toEqual([])
})

it('looks at the service in force alone', () => {
  const past = { ...service, verifiability: 'TeeML', derivedMode: 'none', since: 0, until: 1 }
  expect(observeLabel({ ...subject, services: [past] })).toEqual([])
  expect(observeLabel({ ...subject, services: [] })).toEqual([])
})

it('puts label and mode into the digest of the inputs', () => {
  const evidence: SettlementEvidence = {
    trails: [],
    unfetched: [],
    receipt: null,
    reports: [],
    reportAttempts: [],
    earlierUses: [],
  }
  const hash = (changes: Partial<ServiceInForce>) =>
    inputsHash(withService(changes), evidence, { models: [] } as unknown as TrustMaterial)
  const hashes = [{}, { derivedMode: 'none' }, { derivedMode: 'relayed' }, { verifiability: 'TeeML' }].map(hash)
  expect(new Set(hashes).size).toBe(4)
})
