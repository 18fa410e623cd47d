import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until, untilIdle } from '../../testing/auditing.js'
import { insertAnchor, insertSettlement, PAYER, recordsOf, STRANGER, setHeight, trailOf } from '../../testing/chain.js'

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.stop())

const TRAIL = trailOf(recordsOf(1))
/** Longer than a test takes: what ends sooner was not waited for in vain. */
const PATIENT = { JUDGE_WAIT_MS: 60_000 }

/** A bill, and a file anchored behind it that both nodes hold. */
async function insertBilled(author?: typeof PAYER, anchoredAt = 10, bytes = TRAIL): Promise<void> {
  await insertSettlement(bench.db, { n: 1, block: 10 })
  for (const node of bench.nodes) node.add(5, bytes)
  const root = bench.nodes[0].add(5, bytes)
  await insertAnchor(bench.db, { txSeq: 5, root, size: bytes.length, block: anchoredAt, ...(author && { author }) })
  await setHeight(bench.db, 10)
}

const firstVerdict = () =>
  until(
    () => listCurrent(bench.db),
    (rows) => rows.length === 1,
  )

describe('a settlement is judged once', () => {
  it('where its trail is final with it, though the first node that is asked hangs', async () => {
    bench.nodes[0].behaviour = 'hang'
    await insertBilled()
    await bench.start(PATIENT)
    expect(await firstVerdict()).toMatchObject([{ opening: 'pass', verdicts: 1 }])
    await untilIdle(bench.db)
    expect(await listCurrent(bench.db)).toMatchObject([{ opening: 'pass', verdicts: 1 }])
  })

  it('where its trail is anchored in a block that is not final yet', async () => {
    await insertBilled(undefined, 12)
    await bench.start(PATIENT)
    await until(
      async () => (await bench.db.query('select from verdicts.judge_wait')).rowCount,
      (waiting) => waiting === 1,
    )
    await setHeight(bench.db, 12)
    expect(await firstVerdict()).toMatchObject([{ opening: 'pass', verdicts: 1 }])
    expect((await bench.db.query('select from verdicts.judge_wait')).rowCount).toBe(0)
  })

  it('where every node lies', async () => {
    for (const node of bench.nodes) node.behaviour = 'lie'
    await insertBilled()
    await bench.start({ ...PATIENT, RETRY_BASE_SECONDS: 600 })
    expect(await firstVerdict()).toMatchObject([{ opening: 'unavailable', verdicts: 1 }])
  })

  it('where its file turns out to be no trail', async () => {
    await insertBilled(undefined, 10, Buffer.from('encrypted'))
    await bench.start(PATIENT)
    expect(await firstVerdict()).toMatchObject([{ opening: 'absent', verdicts: 1 }])
  })
})

describe('a settlement does not wait', () => {
  it('longer than it may for a source that hangs; what comes later has it judged again', async () => {
    for (const node of bench.nodes) node.behaviour = 'hang'
    await insertBilled()
    await bench.start({ JUDGE_WAIT_MS: 300, REQUEST_TIMEOUT_MS: 4_000 })
    expect(await firstVerdict()).toMatchObject([{ opening: 'absent', verdicts: 1 }])
    for (const node of bench.nodes) node.behaviour = 'honest'
    const [row] = await until(
      () => listCurrent(bench.db),
      ([current]) => current?.opening === 'pass',
      30_000,
    )
    expect(row?.verdicts).toBeGreaterThan(1)
    const { rows } = await bench.db.query<{ reasons: string[] }>(
      'select reasons from verdicts.verdict order by id desc',
    )
    expect(rows[0]?.reasons).toEqual(['new-evidence'])
  })

  it.each([
    ['a stranger', STRANGER, {}],
    ['the payer, where it may not wait at all', PAYER, { JUDGE_WAIT_MS: 0 }],
  ])('for a file of %s', async (_, author, changes) => {
    for (const node of bench.nodes) node.behaviour = 'hang'
    await insertBilled(author)
    await bench.start({ ...PATIENT, REQUEST_TIMEOUT_MS: 60_000, ...changes })
    expect(await firstVerdict()).toMatchObject([{ opening: 'absent' }])
  })
})
