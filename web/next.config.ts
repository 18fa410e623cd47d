import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'
import { WORKER_POLICY } from './lib/content-security'
import { MISSING_HEADER } from './lib/missing-header'

/** Headers that are the same for every response; the content security policy needs a nonce and comes from proxy.ts. */
const headers = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'referrer-policy', value: 'same-origin' },
  { key: 'x-frame-options', value: 'DENY' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'cross-origin-resource-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
]

/** What pages of others show as a picture: the badge that an agent's page offers for that, and the cards behind links. */
const SHOWN_ELSEWHERE = ['/agents/:id/files/badge.svg', '/card/:path*', '/card']
const anywhere = [{ key: 'cross-origin-resource-policy', value: 'cross-origin' }]

/** A path without a page: Next.js renders not-found.tsx for it, with status 404 and a whole body. */
const missing = {
  source: '/:path*',
  has: [{ type: 'header' as const, key: MISSING_HEADER, value: '1' }],
  destination: '/.not-found',
}

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: fileURLToPath(new URL('..', import.meta.url)) },
  rewrites: async () => ({ beforeFiles: [missing], afterFiles: [], fallback: [] }),
  headers: async () => [
    { source: '/:path*', headers },
    ...SHOWN_ELSEWHERE.map((source) => ({ source, headers: anywhere })),
    { source: '/_next/static/:path*', headers: [{ key: 'content-security-policy', value: WORKER_POLICY }] },
  ],
}

export default config
