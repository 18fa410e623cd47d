import type { NoRun, ShownRun } from './try-api'
import type { JudgedBill } from './try-judged'

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

/** A run as JSON with what the page shows beside it: the auditor's verdict of each bill, or why there is none to show. */
export async function answerJudgedRun(
  told: ShownRun,
  judge: (run: Extract<ShownRun, { kind: 'found' }>['value']) => Promise<JudgedBill[]>,
): Promise<Response> {
  if (told.kind !== 'found') return answerRun(told)
  const judged = await judge(told.value)
  const settlements = judged.map(({ result, ...named }) => ({ ...named, ...tellVerdict(result, named.questions) }))
  return answerRun({ ...told, value: { ...told.value, ours: { ...told.value.ours, settlements } } })
}

/** `judged` is null where no verdict can be shown, and `because` says why: nothing here stands for a pass. */
function tellVerdict(result: JudgedBill['result'], asked: JudgedBill['questions']) {
  switch (result.kind) {
    case 'found': {
      const { outcome, fault, sentence, questions, verdict } = result.value
      const judged = {
        ...{ outcome, fault, sentence, verdict: verdict?.id ?? null, judgedAt: verdict?.judgedAt ?? null },
        questions: questions.filter(({ id }) => asked.includes(id)),
        observations: (verdict?.observations ?? []).filter(({ question }) => asked.includes(question)),
      }
      return verdict === null ? { judged, because: 'Nobody has judged it yet.' } : { judged }
    }
    case 'upstream-down':
      return { judged: null, because: 'The data could not be loaded.' }
    default:
      return { judged: null, because: 'It is not indexed yet.' }
  }
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
