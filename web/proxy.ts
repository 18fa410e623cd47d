import { type NextRequest, NextResponse } from 'next/server'
import { buildContentSecurityPolicy } from './lib/content-security'
import { lookUp } from './lib/exists'
import { MISSING_HEADER } from './lib/missing-header'
import { readRpc, readService } from './lib/named-address'

/**
 * Before each page: a fresh nonce for the content security policy, the path for not-found.tsx (which gets no params),
 * and the mark that makes next.config.ts answer 404 for ids that are malformed or name nothing. No `rewrite` from here:
 * its absolute address says localhost where the server says 127.0.0.1, and Next.js then asks itself over HTTP.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = buildContentSecurityPolicy(nonce, findNamedOrigins(request.nextUrl))
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-page-path', request.nextUrl.pathname)
  headers.delete(MISSING_HEADER)
  const existence = await lookUp(request.nextUrl.pathname)
  if (existence.kind === 'malformed' || existence.kind === 'missing') headers.set(MISSING_HEADER, '1')
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

/** Only pages that check something in the browser may ask somebody else, and only whom their address names. */
function findNamedOrigins({ pathname, searchParams }: URL): string[] {
  const isVerify = pathname === '/verify'
  if (!isVerify && !pathname.startsWith('/settlements/')) return []
  const rpc = readRpc(searchParams.get('rpc') ?? '')
  const service = readService((isVerify && searchParams.get('service')) || '')
  return [rpc, service].flatMap((named) => (named.kind === 'malformed' ? [] : [named.origin]))
}

export const config = { matcher: ['/((?!_next/static|healthz|icon\\.svg).*)'] }
