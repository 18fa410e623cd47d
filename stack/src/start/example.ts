import { setTimeout as delay } from 'node:timers/promises'

const QUERY = `{
  agents(filter: { linked: true }, first: 25) {
    nodes {
      id
      evidenced: settlements(first: 1, filter: { outcome: [verified, relayed] }) { nodes { id } }
      judged: settlements(first: 1, filter: { outcome: [partial, unavailable, failed, paid] }) { nodes { id } }
    }
  }
}`
const POLL_MS = 1_000
/** Evidence is published after the bill: so many looks wait for an agent that shows some. */
const PATIENT_LOOKS = 30

/** An agent with a judged settlement: something to look at first. */
export type Example = { agent: string; settlement: string }

type Settlements = { nodes: { id: string }[] }
type Answer = { data?: { agents: { nodes: { id: string; evidenced: Settlements; judged: Settlements }[] } } }

/**
 * Asks the API until an agent has a settlement whose evidence holds as a whole, after a while any judged one; undefined
 * once the signal is given.
 */
export async function findExample(apiPort: number, signal: AbortSignal): Promise<Example | undefined> {
  for (let look = 0; !signal.aborted; look += 1) {
    const wanted = look < PATIENT_LOOKS ? 'evidenced' : 'judged'
    const example = await ask(apiPort, wanted, signal).catch(() => undefined)
    if (example) return example
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined)
  }
  return undefined
}

async function ask(apiPort: number, wanted: 'evidenced' | 'judged', signal: AbortSignal): Promise<Example | undefined> {
  const response = await fetch(`http://127.0.0.1:${apiPort}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
    signal,
  })
  const { data } = (await response.json()) as Answer
  for (const agent of data?.agents.nodes ?? []) {
    const settlement = (wanted === 'evidenced' ? agent.evidenced : agent.judged).nodes[0] ?? agent.evidenced.nodes[0]
    if (settlement) return { agent: agent.id, settlement: settlement.id }
  }
  return undefined
}
