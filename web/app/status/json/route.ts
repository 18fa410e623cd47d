import { listServices } from '../../../lib/service-standings'
import { getStatus } from '../../../lib/status-api'

/** The page above as JSON: always an answer, since what cannot be asked is part of it. */
export async function GET(): Promise<Response> {
  const status = await getStatus()
  const services = listServices(status, Date.now())
  const facts = status.facts.kind === 'found' ? status.facts.value : null
  return Response.json({ services, facts }, { headers: { 'cache-control': 'no-store' } })
}
