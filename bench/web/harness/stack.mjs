/** A whole stack on the devnet, started as a new user would, and stopped dead while pages are measured. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort, startChild, until } from '../../index/harness/child.mjs'

const DEADLINE_MS = 10 * 60_000
/** Settlements of the example's agent that are there before anything is measured: half a page of its history. */
const HISTORY = 12

/** @returns the explorer's address, and the paths of an agent and of a settlement that the stack names itself. */
export async function startStack() {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-bench-stack-'))
  const [web, api] = [await findFreePort(), await findFreePort()]
  const env = { DATA_DIR: folder, WEB_PORT: `${web}`, API_PORT: `${api}` }
  const child = startChild(['npm', 'start', '--silent'], { env })
  const url = `http://localhost:${web}`
  const find = (word) => new RegExp(`${word} +${url}(/\\S+)`).exec(child.output())?.[1]
  await until('the stack names a settlement', async () => find('a settlement'), {
    child,
    everyMs: 500,
    withinMs: DEADLINE_MS,
  })
  const agent = find('an agent')
  const isLong = async () => (await countHistory(`http://127.0.0.1:${api}`, agent.split('/').at(-1))) >= HISTORY
  await until(`its agent has ${HISTORY} settlements`, isLong, { child, everyMs: 1000, withinMs: DEADLINE_MS })
  const signalDevnet = (signal) => {
    const { pid } = JSON.parse(readFileSync(join(folder, 'pids', 'devnet.json'), 'utf8'))
    process.kill(pid, signal)
  }
  return {
    url,
    paths: { home: '/', agent, settlement: find('a settlement') },
    pause: () => signalDevnet('SIGSTOP'),
    async stop() {
      signalDevnet('SIGCONT')
      await child.stop()
    },
  }
}

async function countHistory(api, agent) {
  const query = `{ agent(id: "${decodeURIComponent(agent)}") { settlements(first: ${HISTORY}) { nodes { id } } } }`
  const answer = await fetch(`${api}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return (await answer.json()).data?.agent?.settlements.nodes.length ?? 0
}
