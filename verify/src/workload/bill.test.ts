import { expect, it } from 'vitest'
import { evidenceOf, honestRecords, settlementOf, trailOf, trust } from '../../testing/scenario.js'
import type { ServiceInForce } from '../subject.js'
import { verifySettlement } from '../verify.js'

const records = honestRecords(3)
const subject = settlementOf(records)
const [service] = subject.services as [ServiceInForce]

async function observe(changes: Partial<ServiceInForce>, published = records): Promise<string | undefined> {
  const evidence = evidenceOf({ trails: [trailOf(published)] })
  const changed = { ...subject, services: [{ ...service, ...changes }] }
  const { observations } = await verifySettlement(changed, evidence, trust)
  return observations.find(({ id }) => id === 'list-price')?.text
}

it('says nothing of a bill that is tokens times price', async () => {
  expect(await observe({})).toBeUndefined()
})

it('compares a bill of a service with other prices, and of one that does not bill by the token', async () => {
  expect(await observe({ inputPrice: 0n, outputPrice: 0n })).toMatch(/come to 0: \d+ more/)
  expect(await observe({ pricing: { modified: 'tiers' } })).toMatch(/33 \+ 63 tokens .* the same\. .*\(tiers\)/)
})

it('says nothing where a response is kept back or no list of requests adds up', async () => {
  const [first, ...rest] = records
  if (first === undefined) throw new Error('there are records')
  const kept = { ...first, response: { sha256: first.response.sha256 } }
  expect(await observe({ inputPrice: 0n }, [kept, ...rest])).toBeUndefined()
  expect(await observe({ inputPrice: 0n }, rest)).toBeUndefined()
})
