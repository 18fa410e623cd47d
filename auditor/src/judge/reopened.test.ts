import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until } from '../../testing/auditing.js'
import { insertAnchor, insertSettlement, recordsOf, setHeight, settlementId, trailOf } from '../../testing/chain.js'
import { queueJudgeByIds } from '../queue/jobs.js'
import { listReasons } from './reopened.js'

const body = {
  ...{ blockHash: '0x1', verifier: 'v/1', trust: 't1', inputs: 'i1', outcome: 'paid' },
  ...{ trails: [{ root: '0xa', sha256: '1' }], reports: [{ sha256: '2' }], receipt: { source: 'a', sha256: '3' } },
}
const reasons = (changes: object) => listReasons(JSON.stringify(body), JSON.stringify({ ...body, ...changes }))

describe('why a verdict is made again', () => {
  it.each<[string, object]>([
    ['reorg', { blockHash: '0x2' }],
    ['reorg', { blockHash: '0x2', receipt: { source: 'a', sha256: '4' } }],
    ['new-evidence', { trails: [] }],
    ['new-evidence', { trails: [{ root: '0xa', sha256: null }] }],
    ['new-evidence', { reports: [{ sha256: '2' }, { sha256: '5' }] }],
    ['new-evidence', { receipt: null }],
    ['new-evidence', { receipt: { source: 'a', sha256: '4' } }],
    ['new-verifier', { verifier: 'v/2' }],
    ['new-trust', { trust: 't2' }],
    ['other-inputs', { inputs: 'i2' }],
    ['other-inputs', { outcome: 'failed', receipt: { source: 'b', sha256: '3' } }],
  ])('is %s alone where %j changed', (reason, changes) => {
    expect(reasons(changes)).toEqual([reason])
  })

  it('is every one that holds', () => {
    const all = { blockHash: '0x2', verifier: 'v/2', trust: 't2', trails: [] }
    expect(reasons(all)).toEqual(['reorg', 'new-evidence', 'new-verifier', 'new-trust'])
  })
})

describe('the history of a settlement', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
  })
  afterAll(() => bench.stop())

  const history = async (n: number) => {
    const { rows } = await bench.db.query<{ reasons: string[]; supersedes: string | null }>(
      'select reasons, supersedes from verdicts.verdict where settlement_id = $1 order by id',
      [settlementId(n)],
    )
    return rows
  }

  it('says of each verdict why it stands in the place of the one before', async () => {
    const bytes = trailOf(recordsOf(1))
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 20)
    const auditor = await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 1,
    )
    const root = bench.nodes[0].add(5, bytes)
    await insertAnchor(bench.db, { txSeq: 5, root, size: bytes.length, block: 21 })
    await setHeight(bench.db, 22)
    await until(
      () => listCurrent(bench.db),
      (rows) => rows[0]?.opening === 'pass',
    )
    await auditor.stop()
    expect((await history(1)).map(({ reasons: list }) => list)).toEqual([[], ['new-evidence']])
    expect((await history(1)).map(({ supersedes }) => supersedes === null)).toEqual([true, false])
    bench.network.trust.mockSigners.push({ address: `0x${'9'.repeat(40)}`, source: 'a test' } as never)
    await bench.start()
    await queueJudgeByIds(bench.db, [settlementId(1)])
    const rows = await until(
      () => history(1),
      (list) => list.length === 3,
    )
    expect(rows[2]?.reasons).toEqual(['new-trust'])
  })
})
