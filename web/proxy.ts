import { type NextRequest, NextResponse } from 'next/server'
import { buildContentSecurityPolicy } from './lib/content-security'
import { lookUp } from './lib/exists'

/** A path that has no page, so that Next.js renders not-found.tsx with status 404. */
const NOWHERE = '/.not-found'

/**
 * Before each page: a fresh nonce for the content security policy, the path for not-found.tsx (which gets no params),
 * and 404 for ids that are malformed or name nothing.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = buildContentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-page-path', request.nextUrl.pathname)
  const existence = await lookUp(request.nextUrl.pathname)
  const nothing = existence.kind === 'malformed' || existence.kind === 'missing'
  const response = nothing
    ? NextResponse.rewrite(new URL(NOWHERE, request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: ['/((?!_next/static|healthz|icon\\.svg).*)'] }
