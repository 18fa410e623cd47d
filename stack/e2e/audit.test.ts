import { describe, expect, it } from 'vitest'
import { ask } from './harness/api.js'
import {
  type Attempt,
  agentOf,
  cells,
  check,
  listSettlements,
  question,
  readNetwork,
  type Settlement,
  waitForCells,
  waitForOutcome,
} from './harness/cast.js'
import { readRows } from './harness/rows.js'
import { until } from './harness/until.js'

const SHA256 = /^(0x)?[0-9a-f]{64}$/

/** Who has served wrong bytes for a trail of this settlement. */
function liars({ trails }: Settlement): Attempt[] {
  return trails.flatMap(({ attempts }) => attempts.filter(({ outcome }) => outcome === 'mismatch'))
}

describe('what the audit says of each agent', () => {
  it('published: verified by all six, although one storage node lied, which is named', async () => {
    const first = await waitForCells('published', 'verified', 'pass pass pass pass pass pass')
    expect(first.fault).toBeNull()
    const lied = await until('a trail whose first source served wrong bytes', async () =>
      (await listSettlements(agentOf('published'), 'verified')).find((settlement) => liars(settlement).length > 0),
    )
    expect(cells(lied)).toBe('pass pass pass pass pass pass')
    const [attempt] = liars(lied)
    const named = readNetwork().storage.nodes.map((url) => new URL(url).host)
    expect(named).toContain(new URL(attempt?.source.text ?? '').host)
    expect(attempt?.foundRoot).not.toBe(lied.trails[0]?.root)
    const { network } = await ask<{ network: { faultySources: { source: { text: string }; mismatches: string }[] } }>(
      '{ network { faultySources { source { text } mismatches lastRoot } } }',
    )
    expect(network.faultySources.map(({ source }) => source)).toContainEqual(attempt?.source)
  })

  it('on DA alone: verified by all six, the source names the blob, and a disperser that lied is named', async () => {
    const settlement = await waitForCells('onDa', 'verified', 'pass pass pass pass pass pass')
    expect(settlement.fault).toBeNull()
    const trail = settlement.trails.find(({ opensBill }) => opensBill)
    expect(trail?.source?.text).toMatch(/^da:\/\/0x[0-9a-f]{64}\/[0-9]+\/[0-9]+ from http/)
    const [attempt] = liars(settlement)
    expect(attempt === undefined || attempt.source.text.includes('disperser.Disperser')).toBe(true)
  })

  it('relayed: a known relay in a genuine enclave, never verified, and the mode is derived, not believed', async () => {
    const settlement = await waitForCells('relayed', 'relayed', 'pass pass pass pass pass absent')
    expect(check(settlement, 'workload', 'relay-endpoint')).toMatchObject({ status: 'pass' })
    expect(await listSettlements(agentOf('relayed'), 'verified')).toEqual([])
    expect(settlement.service?.derivedMode).toBe('relayed')
    const published = await waitForOutcome('published', 'verified')
    expect(published.service?.derivedMode).toBe('in-enclave')
  })

  it('silent: paid, and nothing is held against anybody', async () => {
    const settlement = await waitForOutcome('silent', 'paid')
    expect(cells(settlement)).toBe('pass pass absent absent absent absent')
    expect(settlement.fault).toBeNull()
  })

  it('forged: content fails with both digests, and it is the provider whose evidence is wrong', async () => {
    const settlement = await waitForCells('forged', 'failed', 'pass pass pass fail fail absent')
    expect(settlement.fault).toBe('provider')
    expect(question(settlement, 'content')).toMatchObject({ status: 'fail', fault: 'provider' })
    const failed = question(settlement, 'content').checks.filter(({ status }) => status === 'fail')
    const digests = failed.find(
      ({ expected, found }) => SHA256.test(expected?.text ?? '') && SHA256.test(found?.text ?? ''),
    )
    expect(digests?.expected?.text).not.toBe(digests?.found?.text)
    expect(digests?.fault).toBe('provider')
    expect(check(settlement, 'enclave', 'td-attributes').status).toBe('fail')
  })

  it('over-billed: the opening fails, and it is the provider whose evidence is wrong', async () => {
    const settlement = await waitForOutcome('overBilled', 'failed', 'opening')
    expect(question(settlement, 'opening')).toMatchObject({ status: 'fail', fault: 'provider' })
    expect(settlement.fault).toBe('provider')
    const failed = question(settlement, 'opening').checks.find(({ status }) => status === 'fail')
    expect(failed?.expected).toBeTruthy()
    expect(failed?.found).toBeTruthy()
    expect(failed?.found?.text).not.toBe(failed?.expected?.text)
  })

  it('mock key: the signature fails, although the contract accepted it', async () => {
    const settlement = await waitForOutcome('mockKey', 'failed', 'signature')
    expect(question(settlement, 'payment').status).toBe('pass')
    expect(question(settlement, 'signature')).toMatchObject({ status: 'fail', fault: 'provider' })
    expect(check(settlement, 'signature', 'signer-secret').status).toBe('fail')
  })

  it('unknown code: a genuine enclave that signs anything is not verified', async () => {
    const settlement = await waitForCells('unknownCode', 'partial', 'pass pass pass pass pass absent')
    expect(check(settlement, 'workload', 'code-known').status).toBe('absent')
    expect(await listSettlements(agentOf('unknownCode'), 'verified')).toEqual([])
  })

  it('derivative: quantised weights under the advertised name fail, with both names', async () => {
    const settlement = await waitForCells('derivative', 'failed', 'pass pass pass pass pass fail')
    expect(settlement.fault).toBe('provider')
    const { status, expected, found } = check(settlement, 'workload', 'model-matches')
    expect(status).toBe('fail')
    expect(expected?.text).toContain('Qwen/Qwen3-30B-A3B')
    expect(found?.text).toContain('Qwen/Qwen3-30B-A3B-AWQ')
  })

  it('garbled collateral: could not be checked, and accuses nobody', async () => {
    const settlement = await waitForCells('garbledCollateral', 'unavailable', 'pass pass pass pass unavailable absent')
    expect(settlement.fault).toBeNull()
    expect(check(settlement, 'enclave', 'collateral-valid').status).toBe('unavailable')
  })

  it('a report without collateral: judged by what the auditor archived itself', async () => {
    const settlement = await waitForCells('archivedCollateral', 'verified', 'pass pass pass pass pass pass')
    expect(settlement.fault).toBeNull()
    expect(check(settlement, 'enclave', 'collateral-valid').status).toBe('pass')
    const kept = await readRows<{ has_collateral: boolean; source: string }>(
      `select distinct r.has_collateral, c.source from verdicts.enclave_report r
       join verdicts.collateral c on c.id = verdicts.collateral_at(r.fmspc, r.tee, r.ca, r.observed_at)
       where r.provider = $1`,
      [settlement.provider],
    )
    expect(kept).toEqual([{ has_collateral: false, source: readNetwork().quotes?.collateral[0]?.base }])
  })

  it('revoked platform: the enclave fails although all else holds', async () => {
    const settlement = await waitForCells('revoked', 'failed', 'pass pass pass pass fail absent')
    expect(settlement.fault).toBe('provider')
    expect(check(settlement, 'enclave', 'tcb-not-revoked').status).toBe('fail')
  })
})

describe('the stranger', () => {
  type Rejected = {
    id: string
    outcome: string
    status: number
    accepted: boolean
    amount: string
    payer: string
    txFrom: string
    agents: unknown[]
  }

  const listRejected = async () => {
    const query = `{ settlements(filter: { accepted: false }, first: 25) {
      nodes { id outcome status accepted amount payer txFrom agents { agent { id } } } } }`
    return (await ask<{ settlements: { nodes: Rejected[] } }>(query)).settlements.nodes
  }

  it('has its items refused, attributed to itself, and counted for nobody', async () => {
    const rejected = await until('refused items', async () => {
      const found = await listRejected()
      return found.length >= 2 && found.every(({ outcome }) => outcome === 'rejected') ? found : undefined
    })
    expect(new Set(rejected.map(({ status }) => status))).toEqual(new Set([2, 5]))
    expect(rejected.every(({ amount }) => amount === '0')).toBe(true)
    const victim = await waitForOutcome('published', 'verified')
    expect(new Set(rejected.map(({ payer }) => payer))).toEqual(new Set([victim.payer]))
    expect(rejected.some(({ txFrom }) => txFrom === victim.payer || txFrom === victim.provider)).toBe(false)
  })

  it('touches no share of the agent that it names', async () => {
    const id = agentOf('published')
    const query = `query ($id: ID!) { agent(id: $id) {
      shares { settlements amount cells { question status settlements } }
      settlements(first: 100) { nodes { accepted outcome } } } }`
    type Answer = {
      agent: {
        shares: { cells: { question: string; status: string; settlements: string }[] }
        settlements: { nodes: { accepted: boolean; outcome: string }[] }
      }
    }
    const { agent } = await ask<Answer>(query, { id })
    expect(agent.shares.cells.filter(({ status, settlements }) => status === 'fail' && settlements !== '0')).toEqual([])
    expect(agent.settlements.nodes.filter(({ outcome }) => outcome === 'rejected')).toEqual([])
  })

  it('has its trail listed and ignored', async () => {
    const settlement = await until('a settlement with the trail of a stranger', async () => {
      const all = await listSettlements(agentOf('published'))
      return all.find(({ trails }) =>
        trails.some(({ authorRole }) => authorRole !== 'provider' && authorRole !== 'payer'),
      )
    })
    const foreign = settlement.trails.filter(({ authorRole }) => authorRole !== 'provider' && authorRole !== 'payer')
    expect(foreign.some(({ usedForOpening }) => usedForOpening)).toBe(false)
    expect(question(settlement, 'opening').status).not.toBe('fail')
    expect(settlement.outcome).not.toBe('failed')
  })
})

describe('verified', () => {
  it('is what the three honest providers alone are, and only with six passes', async () => {
    const stories = ['published', 'onDa', 'archivedCollateral'] as const
    const honest = await Promise.all(stories.map((story) => waitForOutcome(story, 'verified')))
    type Row = { outcome: string; provider: string; questions: { status: string | null }[] }
    const query =
      '{ settlements(first: 100, filter: { outcome: [verified] }) { nodes { outcome provider questions { status } } } }'
    const { nodes } = (await ask<{ settlements: { nodes: Row[] } }>(query)).settlements
    expect(nodes.length).toBeGreaterThan(0)
    const providers = honest.map(({ provider }) => provider)
    expect(nodes.filter(({ provider }) => !providers.includes(provider))).toEqual([])
    expect(
      nodes.every(({ questions }) => questions.length === 6 && questions.every(({ status }) => status === 'pass')),
    ).toBe(true)
  })
})
