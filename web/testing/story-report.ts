import { agentId, HOSTILE, secondsAgo } from './story-values'

const STANDINGS = ['proved', 'attested', 'partly', 'failed', 'claimed', 'not-published', 'unavailable']

/** A due-diligence report as the API sends it, with every mark, and words of strangers in it. */
export function buildReport(n: number): string {
  const answers = STANDINGS.map((standing, index) => ({
    question: `Question ${index + 1}?`,
    answer: `An answer that is ${standing}. ${HOSTILE[index] ?? ''}`,
    standing,
    source: 'settlement events of the 0G serving contract',
  }))
  return JSON.stringify({
    spec: 'touchstone-report/1',
    agent: agentId(n),
    name: HOSTILE[12],
    meta: { indexedHeight: 81_203, finalizedHeight: 81_201, readAt: secondsAgo(2) },
    sections: [
      { id: 'identity', title: 'Identity and ownership', answers },
      { id: 'audit', title: 'Audit', answers: answers.slice(0, 1) },
    ],
    recheck: [`curl https://example.test/v1/agents/${agentId(n)}.json`],
    limits: ['A mark says how an answer is known, not whether it is good. No grade is given.'],
  })
}
