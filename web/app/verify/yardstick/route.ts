import { z } from 'zod'
import { passOn, refuse } from '../../../lib/passed-on'

const trust = z.object({
  network: z.string(),
  displayName: z.string(),
  chainId: z.number(),
  trust: z.record(z.string(), z.unknown()),
})

/**
 * What files are held against: the network's trust material, and the keys that the log of all verdicts has had. A log
 * that cannot be asked leaves its keys out; results then say that nobody known signed.
 */
export async function GET(request: Request): Promise<Response> {
  const [material, keys] = await Promise.all([
    passOn('/v1/trust.json', request.signal),
    passOn('/v1/log/keys', request.signal),
  ])
  if (!material.ok) return material
  const parsed = trust.safeParse(await material.json().catch(() => undefined))
  if (!parsed.success) return refuse(502, 'The server behind these pages gave no trust material.')
  const logKeys = keys.ok ? (await keys.text()).trimEnd().split('\n') : []
  return Response.json({ ...parsed.data, logKeys }, { headers: { 'cache-control': 'no-store' } })
}
