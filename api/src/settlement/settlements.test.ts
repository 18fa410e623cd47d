import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { revision, settlement } from '../testing/facts'
import { address, hash, type Row, timeOf } from '../testing/rows'

const payers = [address('payer1'), address('payer2')] as const
const [alice, bob] = payers
const provider = address('prov1')
const q = (question: string, ...status: string[]) => ({ question, status })
const LIST = `query($filter: SettlementFilter, $first: Int = 25, $after: String, $order: SettlementOrder) {
  settlements(filter: $filter, first: $first, after: $after, order: $order) {
    nodes { id outcome blockNumber n finality accepted } pageInfo { hasNextPage hasPreviousPage endCursor } } }`

let api: TestApi
const items: Record<string, Row> = {}

beforeAll(async () => {
  api = await startTestApi()
  await api.rows.insert('provider', { id: provider, first_seen_block: 1, stake: '0' })
  await api.rows.insert(
    'service_revision',
    revision(provider, 1),
    revision(provider, 2),
    revision(provider, 3, { model: 'other' }),
  )
  items.paid = settlement(alice, provider, 10, { service_id: `${provider}-1-0` })
  items.verified = settlement(alice, provider, 11)
  items.failed = settlement(bob, provider, 12, { service_id: `${provider}-2-0` })
  items.rejected = settlement(bob, provider, 13, { status: 5, tx_hash: hash('refused') })
  items.waiting = settlement(alice, provider, 14, {
    total_fee: '340282366920938463463374607431768211455',
    settled_amount: '340282366920938463463374607431768211455',
    nonce: '9007199254740993',
  })
  items.orphaned = settlement(bob, provider, 15)
  await api.rows.insert('settlement', ...Object.values(items))
  await api.rows.judge(items.paid, 'paid', { payment: 'pass', signature: 'pass' })
  await api.rows.judge(items.verified, 'verified', { payment: 'pass', signature: 'pass' })
  await api.rows.judge(items.failed, 'failed', { content: 'fail' })
  // Judged while it sat in another block of the same height.
  await api.rows.judge({ ...items.orphaned, block_hash: hash('other') }, 'verified', { payment: 'pass' })
  await api.rows.setHeights(13, [14, 15])
})
afterAll(() => api.stop())

async function list(filter: Row, more: Row = {}) {
  const data = await api.ask(LIST, { filter, ...more })
  return data.settlements as unknown as { nodes: Row[]; pageInfo: Row }
}
const blocks = (page: { nodes: Row[] }) => page.nodes.map((node) => node.blockNumber)

describe('settlements', () => {
  it('lists newest first with outcome and finality', async () => {
    const page = await list({})
    expect(page.nodes.map((node) => [node.blockNumber, node.outcome, node.finality])).toEqual([
      [15, 'pending', 'hot'],
      [14, 'pending', 'hot'],
      [13, 'rejected', 'final'],
      [12, 'failed', 'final'],
      [11, 'verified', 'final'],
      [10, 'paid', 'final'],
    ])
  })

  it.each<[string, Row, number[]]>([
    ['one outcome', { outcome: ['verified'] }, [11]],
    ['waiting ones, a verdict on an orphaned block among them', { outcome: ['pending'] }, [15, 14]],
    ['refused ones', { outcome: ['rejected'] }, [13]],
    ['several outcomes', { outcome: ['rejected', 'paid', 'failed'] }, [13, 12, 10]],
    ['a payer', { payer: alice.toUpperCase().replace('0X', '0x') }, [14, 11, 10]],
    ['a provider', { provider }, [15, 14, 13, 12, 11, 10]],
    ['an unknown provider', { provider: address('nobody') }, []],
    ['a requestsHash', { requestsHash: hash(`rh${alice.slice(-6)}11`) }, [11]],
    ['a transaction', { txHash: hash('refused') }, [13]],
    ['accepted ones', { accepted: true, payer: bob }, [15, 12]],
    ['refused ones of a payer', { accepted: false, payer: bob }, [13]],
    ['a status of a question', { questions: [{ question: 'content', status: ['fail'] }] }, [12]],
    ['two questions', { questions: [q('payment', 'pass'), q('signature', 'pass', 'fail')] }, [11, 10]],
    [
      'a question of a payer with an outcome',
      { payer: alice, outcome: ['paid'], questions: [q('signature', 'pass')] },
      [10],
    ],
    ['blocks', { blocks: { from: 11, until: 13 } }, [12, 11]],
    ['times', { times: { from: timeOf(12).toISOString(), until: timeOf(14).toISOString() } }, [13, 12]],
    ['times after the last', { times: { from: timeOf(99).toISOString() } }, []],
    ['times of judged ones', { times: { until: timeOf(12).toISOString() }, outcome: ['paid', 'failed'] }, [10]],
    ['amounts', { amount: { min: '1001' } }, [14]],
    ['amounts up to', { amount: { max: 0 } }, [13]],
    ['a model', { model: 'glm-5' }, [12, 10]],
    ['a model of a payer', { model: 'glm-5', payer: bob }, [12]],
    ['a model with outcomes', { model: 'glm-5', outcome: ['failed', 'pending'] }, [12]],
    ['an unknown model', { model: 'glm' }, []],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(blocks(await list(filter))).toEqual(expected)
  })

  it.each<[string, (number | undefined)[]]>([
    ['oldest', [10, 11, 12, 13, 14, 15]],
    ['newest', [15, 14, 13, 12, 11, 10]],
    ['largest', [14, 15, 12, 11, 10, 13]],
    ['smallest', [13, 10, 11, 12, 15, 14]],
  ])('pages through all by %s', async (order, expected) => {
    const outcome = ['pending', 'paid', 'failed', 'verified', 'rejected']
    for (const filter of [{}, { provider }, { outcome }, { provider, outcome }]) {
      const seen: unknown[] = []
      let after: unknown = null
      do {
        const { nodes, pageInfo } = await list(filter, { first: 2, after, order })
        seen.push(...blocks({ nodes }))
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null
      } while (after !== null)
      expect(seen).toEqual(expected)
    }
  })

  it('refuses the cursor of another order', async () => {
    const { pageInfo } = await list({}, { first: 1, order: 'largest' })
    const answer = await api.send(LIST, { after: pageInfo.endCursor, order: 'newest' })
    expect(answer.errors?.[0]?.message).toBe(
      'after: expected a cursor of the list settlements, got "one of the list settlements.amount".',
    )
  })

  it('keeps every digit of amounts and nonces', async () => {
    const data = await api.ask(`query($id: ID!) { settlement(id: $id) { amount totalFee nonce id } }`, {
      id: items.waiting?.id,
    })
    expect(data.settlement).toEqual({
      amount: '340282366920938463463374607431768211455',
      totalFee: '340282366920938463463374607431768211455',
      nonce: '9007199254740993',
      id: items.waiting?.id,
    })
  })
})

describe('one settlement', () => {
  const ONE = `query($id: ID!) { settlement(id: $id) { outcome sentence fault
    questions { id title status checks { id } } verdict { id outcome } } }`

  it('has six questions without status while it waits', async () => {
    const { settlement: found } = (await api.ask(ONE, { id: items.orphaned?.id })) as unknown as { settlement: Row }
    expect(found).toMatchObject({ outcome: 'pending', verdict: null, fault: null })
    const questions = found.questions as Row[]
    expect(questions.map((question) => question.id)).toEqual([
      'payment',
      'signature',
      'opening',
      'content',
      'enclave',
      'workload',
    ])
    expect(questions.every((question) => question.status === null)).toBe(true)
  })

  it('tells the signature of the bill from the status of the question about it', async () => {
    const query = `query($id: ID!) { settlement(id: $id) { signature questions { id status } } }`
    const { settlement: found } = (await api.ask(query, { id: items.paid?.id })) as unknown as { settlement: Row }
    expect(found.signature).toBe('0x00')
    expect(found.questions).toContainEqual({ id: 'signature', status: 'pass' })
  })

  it('says what is not proven, of a verified one too', async () => {
    const query = `query($id: ID!) { settlement(id: $id) { doesNotProve } }`
    const { settlement: found } = (await api.ask(query, { id: items.verified?.id })) as unknown as { settlement: Row }
    expect((found.doesNotProve as string[]).length).toBeGreaterThan(0)
  })

  it('is null where there is none, an error where the id is none', async () => {
    expect(await api.ask(ONE, { id: `1-${hash('none')}-0` })).toEqual({ settlement: null })
    const answer = await api.send(ONE, { id: "1'; drop table settlement; --" })
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' })
  })
})
