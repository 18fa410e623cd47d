import type { NoRun } from './try-api'

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
const REFUSALS: Readonly<Record<NoRun['kind'], { status: number; code: string; message: string }>> = {
  'no-devnet': {
    status: 404,
    code: 'NOT_FOUND',
    message: 'Attacks are staged on the devnet only; this is another network.',
  },
  unknown: { status: 404, code: 'NOT_FOUND', message: 'No such attack: /try/json lists them.' },
  waiting: { status: 503, code: 'UNAVAILABLE', message: 'Not yet.' },
  running: { status: 503, code: 'UNAVAILABLE', message: 'Still running.' },
  away: { status: 502, code: 'UNAVAILABLE', message: 'The devnet does not answer.' },
}

/** What a page of attacks shows, as JSON, or why it shows nothing; `late` says why a run is not a new one. */
export function answerRun(told: { kind: 'found'; value: object; late?: NoRun } | NoRun): Response {
  if (told.kind === 'found') {
    const { value, late } = told
    return Response.json(late ? { ...value, late: late.kind } : value, { headers: HEADERS })
  }
  const { status, code, message } = REFUSALS[told.kind]
  const error = { code, message: told.kind === 'waiting' ? told.message : message }
  return Response.json({ error }, { status, headers: HEADERS })
}
