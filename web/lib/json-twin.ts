import type { Result } from './result'

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** The object of a page as JSON: what the page shows, or why it shows nothing, with a status that says the same. */
export function answerJson(result: Result<unknown>): Response {
  switch (result.kind) {
    case 'found':
      return Response.json(result.value, { headers: HEADERS })
    case 'not-found':
      return answerError(404, 'NOT_FOUND', 'Nothing is known under this id.')
    case 'malformed':
      return answerError(400, 'BAD_USER_INPUT', `At ${result.part.slice(0, 100)}, expected ${result.expected}.`)
    case 'refused':
      return answerError(400, 'BAD_USER_INPUT', result.message)
    case 'upstream-down':
      return answerError(502, 'UNAVAILABLE', `The data could not be loaded; error id ${result.errorId}.`)
    default:
      return result satisfies never
  }
}

function answerError(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status, headers: HEADERS })
}
