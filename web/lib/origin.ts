import 'server-only'
import { headers } from 'next/headers'
import { toOrigin } from './origin-words'

/** Address of this site as the visitor reached it, for what is copied to other pages. */
export async function readOrigin(): Promise<string> {
  const sent = await headers()
  return toOrigin(sent.get('x-forwarded-host') ?? sent.get('host'), sent.get('x-forwarded-proto'))
}
