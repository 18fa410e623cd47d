/** The simulator's chain behind its own RPC, in a process of its own. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild, until } from './child.mjs'

/** All of a chain is hashed before it is served: minutes for millions of transactions. */
const START_DEADLINE_MS = 1_200_000

/** @param {object} settings those of docs/simulator.md. */
export async function startChain(settings) {
  const child = startChild(['node', 'sim/dist/main.js', JSON.stringify(settings)])
  const isReady = () => /^\{.*\}$/m.exec(child.output())?.[0]
  const { url, wsUrl, head, network } = JSON.parse(
    await until('the simulator answers', isReady, { child, withinMs: START_DEADLINE_MS }),
  )
  const file = join(mkdtempSync(join(tmpdir(), 'touchstone-bench-')), 'network.json')
  writeFileSync(file, JSON.stringify(network))
  const call = async (method, params) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    const { result, error } = await answer.json()
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }
  return {
    url,
    wsUrl,
    head,
    network,
    networkFile: file,
    /** Height up to which every block is final. */
    final: head - network.finality,
    serving: addressOf(network, 'inferenceServing'),
    call,
    /** Requests, calls and bytes since the last reset. */
    stats: async () => (await fetch(`${url}/stats`)).json(),
    resetStats: () => fetch(`${url}/stats`, { method: 'DELETE' }),
    stop: () => child.stop(),
  }
}

function addressOf({ contracts }, kind) {
  return contracts.find((contract) => contract.kind === kind).address
}
