import { afterEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, listShares, openBench, until, untilIdle } from '../testing/auditing.js'
import { insertAnchor, insertSettlement, recordsOf, setHeight, trailOf } from '../testing/chain.js'
import { type AuditorProcess, processEnv, spawnAuditor } from '../testing/process.js'
import { rebuildShares } from './judge/shares.js'

const SETTLEMENTS = 90
const KILLS = 3

let bench: Bench | undefined
const spawned: AuditorProcess[] = []

afterEach(async () => {
  for (const { child } of spawned) child.kill('SIGKILL')
  await Promise.all(spawned.splice(0).map(({ ended }) => ended))
  await bench?.stop()
  bench = undefined
})

describe('three processes of which one is killed again and again', () => {
  it('end with every settlement judged, none twice on the same inputs, and the shares right', async () => {
    const opened = await openBench()
    bench = opened
    const bytes = trailOf(Array.from({ length: SETTLEMENTS }, (_, n) => recordsOf(n)).flat())
    opened.nodes[0].behaviour = 'lie'
    for (const node of opened.nodes) node.add(5, bytes)
    for (let n = 0; n < SETTLEMENTS; n += 1) await insertSettlement(opened.db, { n, block: 10 + n })
    await insertAnchor(opened.db, { txSeq: 5, root: opened.nodes[1].add(5, bytes), size: bytes.length, block: 10 })
    await setHeight(opened.db, 20)
    const env = await processEnv(opened, { THREADS: '1', LOG_LEVEL: 'silent' })
    const start = () => {
      const auditor = spawnAuditor(env)
      spawned.push(auditor)
      return auditor
    }
    const living = [start(), start(), start()]
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = (await listCurrent(opened.db)).length
      await setHeight(opened.db, 20 + ((kill + 1) * SETTLEMENTS) / KILLS)
      // In mid-work: some of what just became final is judged, not all of it.
      await until(
        async () => (await listCurrent(opened.db)).length,
        (judged) => judged > before,
        60_000,
      )
      const victim = living.shift()
      victim?.child.kill('SIGKILL')
      await victim?.ended
      living.push(start())
    }
    const rows = await until(
      () => listCurrent(opened.db),
      (current) => current.filter(({ opening }) => opening === 'pass').length === SETTLEMENTS,
      120_000,
    )
    await untilIdle(opened.db, 60_000)
    expect(rows).toHaveLength(SETTLEMENTS)
    const { rows: twice } = await opened.db.query(
      'select settlement_id from verdicts.verdict group by settlement_id, inputs having count(*) > 1',
    )
    expect(twice).toEqual([])
    const shares = await listShares(opened.db)
    await rebuildShares(opened.db)
    expect(await listShares(opened.db)).toEqual(shares)
  }, 300_000)
})
