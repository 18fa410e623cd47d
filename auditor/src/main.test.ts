import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, listShares, openBench, until, untilIdle } from '../testing/auditing.js'
import { insertAnchor, insertSettlement, recordsOf, setHeight, settlementId, trailOf } from '../testing/chain.js'
import { type AuditorProcess, processEnv, spawnAuditor } from '../testing/process.js'
import { SETTLEMENT_LOCK } from './judge/settlementLock.js'
import { rebuildShares } from './judge/shares.js'

const SETTLEMENTS = 40
/** Processes start slowly on a busy machine. */
const PATIENCE_MS = 60_000

let bench: Bench | undefined
const spawned: AuditorProcess[] = []

afterEach(async () => {
  for (const { child } of spawned) child.kill('SIGKILL')
  await Promise.all(spawned.splice(0).map(({ ended }) => ended))
  await bench?.stop()
  bench = undefined
})

function start(env: Record<string, string>): AuditorProcess {
  const auditor = spawnAuditor(env)
  spawned.push(auditor)
  return auditor
}

async function countLocked(db: Bench['db'], task: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from graphile_worker.jobs where locked_by is not null and task_identifier = $1`,
    [task],
  )
  return rows[0]?.n ?? 0
}

describe('the process', () => {
  it('takes up what a killed process left in mid-work, and ends with the right rows', async () => {
    const opened = await openBench()
    bench = opened
    const bytes = trailOf(Array.from({ length: SETTLEMENTS }, (_, n) => recordsOf(n)).flat())
    for (const node of opened.nodes) node.behaviour = 'hang'
    for (const node of opened.nodes) node.add(5, bytes)
    for (let n = 0; n < SETTLEMENTS; n += 1) await insertSettlement(opened.db, { n, block: 10 })
    await insertAnchor(opened.db, { txSeq: 5, root: opened.nodes[0].add(5, bytes), size: bytes.length, block: 10 })
    await setHeight(opened.db, 10)
    const env = await processEnv(opened)

    // One judgement waits for this lock while it is in work.
    const holder = new pg.Client({ connectionString: opened.url })
    holder.on('error', () => undefined)
    await holder.connect()
    await holder.query('select pg_advisory_lock($1, hashtext($2))', [SETTLEMENT_LOCK, settlementId(7)])
    const first = start(env)
    // A verdict is seen before its job is done: the jobs in work are waited for too.
    const inWork = async () => [await countLocked(opened.db, 'fetch_trail'), await countLocked(opened.db, 'judge')]
    await until(
      async () => [...(await inWork()), (await listCurrent(opened.db)).length],
      ([fetching, judging, judged]) => fetching === 1 && judging === 1 && judged === SETTLEMENTS - 1,
      PATIENCE_MS,
    )
    first.child.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    expect(await inWork()).toEqual([1, 1])
    await holder.end()

    for (const node of opened.nodes) node.behaviour = 'honest'
    const second = start(env)
    await until(
      () => listCurrent(opened.db),
      (rows) => rows.filter(({ opening }) => opening === 'pass').length > 5,
      PATIENCE_MS,
    )
    second.child.kill('SIGKILL')
    await second.ended

    const third = start(env)
    const rows = await until(
      () => listCurrent(opened.db),
      (current) => current.filter(({ opening }) => opening === 'pass').length === SETTLEMENTS,
      PATIENCE_MS,
    )
    await untilIdle(opened.db)
    expect(rows).toHaveLength(SETTLEMENTS)
    const { rows: twice } = await opened.db.query(
      'select settlement_id from verdicts.verdict group by settlement_id, inputs having count(*) > 1',
    )
    expect(twice).toEqual([])
    const shares = await listShares(opened.db)
    await rebuildShares(opened.db)
    expect(await listShares(opened.db)).toEqual(shares)
    third.child.kill('SIGTERM')
    expect(await third.ended).toBe(0)
    expect(third.errors()).toBe('')
  }, 200_000)

  it('stops at once and cleanly while a source hangs', async () => {
    const opened = await openBench()
    bench = opened
    const bytes = trailOf(recordsOf(1))
    for (const node of opened.nodes) node.behaviour = 'hang'
    await insertAnchor(opened.db, { txSeq: 5, root: opened.nodes[0].add(5, bytes), size: bytes.length, block: 10 })
    await setHeight(opened.db, 10)
    const auditor = start(await processEnv(opened, { LOG_LEVEL: 'silent' }))
    await until(
      () => countLocked(opened.db, 'fetch_trail').catch(() => 0),
      (locked) => locked === 1,
    )
    const before = performance.now()
    auditor.child.kill('SIGTERM')
    expect(await auditor.ended).toBe(0)
    expect(performance.now() - before).toBeLessThan(5_000)
    expect((await opened.db.query('select from verdicts.fetch_attempt')).rowCount).toBe(0)
    expect(await countLocked(opened.db, 'fetch_trail')).toBe(0)
  })

  it('ends a judgement in hand first, and cuts off what takes longer than it may: that is free at once', async () => {
    const opened = await openBench()
    bench = opened
    await insertSettlement(opened.db, { n: 1, block: 10 })
    await setHeight(opened.db, 10)
    const holder = new pg.Client({ connectionString: opened.url })
    holder.on('error', () => undefined)
    await holder.connect()
    const lock = (verb: string) =>
      holder.query(`select pg_advisory_${verb}($1, hashtext($2))`, [SETTLEMENT_LOCK, settlementId(1)])
    const inWork = (wanted: number) =>
      until(
        () => countLocked(opened.db, 'judge').catch(() => 0),
        (locked) => locked === wanted,
        PATIENCE_MS,
      )
    await lock('lock')
    const cut = start(await processEnv(opened, { LOG_LEVEL: 'silent', DRAIN_SECONDS: '1', JUDGE_WAIT_MS: '0' }))
    await inWork(1)
    cut.child.kill('SIGTERM')
    await inWork(0)
    expect(await cut.ended).toBe(0)
    expect(await listCurrent(opened.db)).toEqual([])

    const drained = start(await processEnv(opened, { LOG_LEVEL: 'silent', DRAIN_SECONDS: '60', JUDGE_WAIT_MS: '0' }))
    await inWork(1)
    drained.child.kill('SIGTERM')
    await lock('unlock')
    expect(await drained.ended).toBe(0)
    expect(await listCurrent(opened.db)).toHaveLength(1)
    expect(await countLocked(opened.db, 'judge')).toBe(0)
    await holder.end()
  }, 200_000)

  it('ends with 78 and one clear sentence where it is set up wrongly', async () => {
    const withoutAnything = start({})
    expect(await withoutAnything.ended).toBe(78)
    expect(withoutAnything.errors()).toMatch(/DATABASE_URL.*DATA_DIR.*NETWORK/)
    const noNetwork = start({ DATABASE_URL: 'postgres://x@127.0.0.1:1/x', NETWORK: '/nowhere.json', DATA_DIR: '/tmp' })
    expect(await noNetwork.ended).toBe(78)
    expect(noNetwork.errors()).toContain('/nowhere.json')
  })

  it('ends with another code where the database is away, so that it is started again', async () => {
    bench = await openBench()
    const auditor = start(await processEnv(bench, { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' }))
    expect(await auditor.ended).toBe(1)
    expect(auditor.errors()).toContain('ECONNREFUSED')
  })
})
