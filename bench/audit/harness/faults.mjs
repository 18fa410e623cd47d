/** What must hold of the verdicts about bills of which it is known how each should end. */
import { setTimeout as sleep } from 'node:timers/promises'

const STANDSTILL_MS = 90_000
const CELLS = ['payment', 'signature', 'opening', 'content', 'enclave', 'workload']

/** Resolves when every bill has the verdict it should have and the log holds all; or when nothing changes any more. */
export async function untilSettled(database, bills) {
  let last = { state: '', at: Date.now() }
  while (Date.now() - last.at < STANDSTILL_MS) {
    const { wrong, lost, unlogged, verdicts } = await countFaults(database, bills)
    if (wrong + lost + unlogged === 0 && (await isIdle(database))) return
    const state = `${wrong} wrong, ${lost} without one, ${unlogged} not in the log once, ${verdicts} in all`
    if (state !== last.state) {
      console.error(`  verdicts: ${state}`)
      last = { state, at: Date.now() }
    }
    await sleep(1000)
  }
  console.error(`  nothing has changed for ${STANDSTILL_MS / 1000} s`)
}

/**
 * Counts, each 0 where all is well. `wrong`: the verdict in force is another than the bill's; `accused`: a verdict about
 * an honest bill failed, in force or superseded; `doubled`: verdicts from the inputs of the one that they supersede, or several of one
 * settlement that nothing supersedes; what was known can return to what it was (a file is out of reach and comes), which is a
 * verdict of its own; `lost`: no verdict in force; `unlogged`: verdicts that are not in the log exactly once. Beside
 * them `verdicts` in all, and `named`: verdicts of proven bills that name the address of the lying node.
 */
export async function countFaults({ client }, bills, liar) {
  const current = new Map()
  const { rows } = await client.query(
    `select s.payer || '-' || s.nonce as key, c.outcome, v.fault, v.body, ${CELLS.map((name) => `v.${name}`).join(', ')}
     from verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id
     join settlement s on s.id = c.settlement_id`,
  )
  for (const { key, ...row } of rows) current.set(key, row)
  const keyed = bills.map((bill) => ({ bill, row: current.get(`${bill.user}-${bill.nonce}`) }))
  const lost = keyed.filter(({ row }) => row === undefined).length
  const wrong = keyed.filter(({ bill, row }) => row !== undefined && !isRight(bill, row)).length
  const named = rows.filter(({ outcome, body }) => outcome === 'verified' && body.includes(liar)).length
  return { lost, wrong, named, accused: await countAccused(client, bills), ...(await countRows(client)) }
}

function isRight({ lie }, row) {
  if (lie === 'none') return row.outcome === 'verified'
  const others = CELLS.filter((name) => name !== 'content')
  return row.content === 'fail' && row.fault === 'provider' && others.every((name) => row[name] !== 'fail')
}

async function countAccused(client, bills) {
  const honest = bills.filter(({ lie }) => lie === 'none').map(({ user, nonce }) => `${user}-${nonce}`)
  const { rows } = await client.query(
    `select count(distinct s.id)::int as n from verdicts.verdict v join settlement s on s.id = v.settlement_id
     where s.payer || '-' || s.nonce = any($1) and 'fail' in (${CELLS.map((name) => `v.${name}`).join(', ')})`,
    [honest],
  )
  return rows[0].n
}

async function countRows(client) {
  const { rows } = await client.query(
    `select (select count(*)::int from verdicts.verdict) as verdicts,
       (select coalesce(sum(n - 1), 0)::int from (
          select count(*) + 1 as n from verdicts.verdict v join verdicts.verdict before on before.id = v.supersedes
          where before.inputs = v.inputs group by v.settlement_id) same)
       + (select coalesce(sum(n - 1), 0)::int from (
          select count(*) as n from verdicts.verdict v
          where not exists (select from verdicts.verdict later where later.supersedes = v.id)
          group by settlement_id having count(*) > 1) heads) as doubled,
       (select count(*)::int from (
          select v.id from verdicts.verdict v left join verdicts.log_entry e on e.verdict_id = v.id
          group by v.id having count(e.index) <> 1) off) as unlogged`,
  )
  return rows[0]
}

/** What each settlement with a doubled verdict was judged on, in turn: one line a verdict. */
export async function listDoubled({ client }) {
  const { rows } = await client.query(
    `select v.settlement_id, v.id, v.supersedes, left(v.inputs, 12) as inputs, v.outcome, v.reasons, v.judged_at,
       jsonb_array_length(v.body::jsonb -> 'trails') as trails, v.body::jsonb -> 'trails' -> 0 ->> 'sha256' as trail,
       v.body::jsonb -> 'receipt' ->> 'sha256' as receipt, jsonb_array_length(v.body::jsonb -> 'reports') as reports
     from verdicts.verdict v where settlement_id in (
       select v.settlement_id from verdicts.verdict v join verdicts.verdict before on before.id = v.supersedes
       where before.inputs = v.inputs
       union select settlement_id from verdicts.verdict v
       where not exists (select from verdicts.verdict later where later.supersedes = v.id)
       group by settlement_id having count(*) > 1)
     order by v.settlement_id, v.id`,
  )
  return rows.map((row) => JSON.stringify(row))
}

/** Whether nothing is left that is due now. A job whose worker died after its key went to a new one stands there, tried out. */
async function isIdle({ client }) {
  const { rows } = await client.query(
    `select count(*)::int as n from graphile_worker.jobs where attempts < max_attempts and (locked_at is not null or run_at <= now())`,
  )
  return rows[0].n === 0
}
