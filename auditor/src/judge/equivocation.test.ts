import { afterEach, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until, untilIdle } from '../../testing/auditing.js'
import { insertAnchor, insertSettlement, recordsOf, STRANGER, setHeight, trailOf } from '../../testing/chain.js'

let bench: Bench
afterEach(() => bench.stop())

const RIGHT = trailOf(recordsOf(1))
const OTHER = trailOf(recordsOf(1).map((record) => ({ ...record, inputFee: '101', outputFee: '199' })))

it.each([
  ['the provider', undefined, 'fail'],
  ['a stranger', STRANGER, 'pass'],
])(
  'two trails that two nodes deliver for one bill, the second anchored by %s, are both kept',
  async (_, author, opening) => {
    bench = await openBench()
    await insertSettlement(bench.db, { n: 1, block: 10 })
    // Each node has one of them alone.
    const roots = [bench.nodes[0].add(1, RIGHT), bench.nodes[1].add(2, OTHER)]
    for (const [at, root] of roots.entries())
      await insertAnchor(bench.db, {
        ...{ txSeq: at + 1, root, size: RIGHT.length, block: 11 },
        ...(at === 1 && author ? { author } : {}),
      })
    await setHeight(bench.db, 20)
    await bench.start()
    const [row] = await until(
      () => listCurrent(bench.db),
      ([current]) => current?.opening === opening && roots.every((root) => current.body.includes(root)),
    )
    await untilIdle(bench.db)
    const { rows } = await bench.db.query('select root from verdicts.payload')
    expect(rows.map(({ root }) => root).sort()).toEqual([...roots].sort())
    const { checks } = JSON.parse(row?.body ?? '').questions.find(({ id }: { id: string }) => id === 'opening')
    expect(checks.find(({ id }: { id: string }) => id === 'no-equivocation')).toMatchObject(
      author ? { status: 'pass' } : { status: 'fail', fault: 'provider', expected: 'one list', found: '2 lists' },
    )
  },
)
