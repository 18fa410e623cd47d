/** What the verdicts in a database say. */
import { setTimeout as sleep } from 'node:timers/promises'

const STANDSTILL_MS = 120_000
/** Outcome of a bill whose trail is whole, at a provider whose enclave and code are known. */
const WHOLE = `outcome = 'verified'`

/** Resolves when that many settlements are verified. @throws where an auditor ended, or nothing moves any more. */
export async function untilVerified({ client }, count, { children, everyMs = 250 }) {
  const progress = { verified: 0, at: Date.now() }
  for (;;) {
    const verified = await countCurrent(client, WHOLE)
    if (verified >= count) return
    if (verified > progress.verified) Object.assign(progress, { verified, at: Date.now() })
    const ended = children.find((child) => child.hasEnded())
    if (ended)
      throw new Error(`An auditor ended with ${verified} of ${count} verified.\n${ended.output().slice(-3000)}`)
    if (Date.now() > progress.at + STANDSTILL_MS)
      throw new Error(`Only ${verified} of ${count} are verified; others: ${await describeOthers(client)}`)
    await sleep(everyMs)
  }
}

async function countCurrent(client, where) {
  try {
    const { rows } = await client.query(`select count(*)::int as n from verdicts.current_verdict where ${where}`)
    return rows[0].n
  } catch (error) {
    // The auditor has not made its tables yet.
    if (['42P01', '3F000'].includes(error.code)) return 0
    throw error
  }
}

async function describeOthers(client) {
  const { rows } = await client.query(
    `select outcome, payment, signature, opening, content, enclave, workload, count(*)::int as n
     from verdicts.current_verdict where not (${WHOLE}) group by 1, 2, 3, 4, 5, 6, 7 limit 5`,
  )
  return JSON.stringify(rows)
}

/** Verdicts that were ever made. */
export async function countVerdicts({ client }) {
  const { rows } = await client.query('select count(*)::int as n from verdicts.verdict')
  return rows[0].n
}
