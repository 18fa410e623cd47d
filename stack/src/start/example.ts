import { setTimeout as delay } from 'node:timers/promises'

const QUERY = `{
  agents(filter: { linked: true }, first: 25) {
    nodes { id settlements(first: 5, filter: { outcome: [partial, failed, paid] }) { nodes { id } } }
  }
}`
const POLL_MS = 1_000

/** An agent with a judged settlement: something to look at first. */
export type Example = { agent: string; settlement: string }

type Answer = { data?: { agents: { nodes: { id: string; settlements: { nodes: { id: string }[] } }[] } } }

/** Asks the API until an agent has a judged settlement; undefined once the signal is given. */
export async function findExample(apiPort: number, signal: AbortSignal): Promise<Example | undefined> {
  while (!signal.aborted) {
    const example = await ask(apiPort, signal).catch(() => undefined)
    if (example) return example
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined)
  }
  return undefined
}

async function ask(apiPort: number, signal: AbortSignal): Promise<Example | undefined> {
  const response = await fetch(`http://127.0.0.1:${apiPort}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
    signal,
  })
  const { data } = (await response.json()) as Answer
  for (const agent of data?.agents.nodes ?? []) {
    const settlement = agent.settlements.nodes[0]
    if (settlement) return { agent: agent.id, settlement: settlement.id }
  }
  return undefined
}
