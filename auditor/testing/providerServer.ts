import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { type Hex, reportStatementDigest } from '@touchstone/verify'
import { createQuotePki, type MintQuoteInput, mintQuote } from '@touchstone/verify/mint'

/** What one path of a provider answers. */
export interface Answer {
  status?: number
  headers?: Record<string, string>
  body: string | Buffer
}

export interface ProviderServer {
  url: string
  /** Paths in the order asked. */
  asked: string[]
  /** By path with its query, else without it; anything else is 404. Null never ends. */
  answers: Record<string, Answer | null>
  stop(): Promise<void>
}

/** A real HTTP server in a provider's place. */
export async function startProviderServer(): Promise<ProviderServer> {
  const state: ProviderServer = {
    url: '',
    asked: [],
    answers: {},
    stop: () =>
      new Promise((resolve) => {
        http.closeAllConnections()
        http.close(() => resolve())
      }),
  }
  const http = createServer((request, response) => {
    state.asked.push(request.url ?? '')
    const path = request.url ?? ''
    const answer = state.answers[path in state.answers ? path : path.replace(/\?.*/, '')]
    if (answer === null) return
    response.writeHead(answer?.status ?? (answer ? 200 : 404), answer?.headers).end(answer?.body ?? '{}')
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  state.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return state
}

/** The PKI of the quotes of `reportAbout`. */
export const PKI = await createQuotePki()

/** A report with a quote of a test PKI that names the key, otherwise empty. A network trusts that PKI only where its test says so. */
export function reportAbout(key: Hex, note = '', measured: Omit<MintQuoteInput, 'reportData'> = {}): Answer {
  const reportData = Buffer.concat([Buffer.from(key.slice(2), 'hex'), Buffer.alloc(12), Buffer.alloc(32, 1)])
  const quote = Buffer.from(mintQuote(PKI, { ...measured, reportData })).toString('hex')
  return { body: JSON.stringify({ quote, note }) }
}

/** The same, signed by the key in the header. */
export function signed(answer: Answer, secret: Uint8Array): Answer {
  const digest = reportStatementDigest(Buffer.from(answer.body))
  const signature = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' })
  const hex = Buffer.concat([signature.subarray(1), Buffer.from([27 + (signature[0] ?? 0)])]).toString('hex')
  return { ...answer, headers: { 'ZG-Quote-Signature': `0x${hex}` } }
}
