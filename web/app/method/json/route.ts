import { METHOD } from '../../../lib/method'

/** The catalogue of checks as JSON. */
export function GET(): Response {
  return Response.json(METHOD, { headers: { 'cache-control': 'no-store' } })
}
