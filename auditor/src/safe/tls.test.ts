import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type CertificateAuthority, type Certified, createAuthority } from '../../testing/certificate.js'
import { type Door, openDoor } from './door.js'
import { safeFetch } from './safeFetch.js'

interface Hit {
  sni: string | false | undefined | null
  host: string | undefined
  address: string | undefined
}

let trusted: CertificateAuthority
let server: Server
let door: Door
let hits: Hit[]
let handshakes: number
/** Names that were looked up. */
let asked: string[]

beforeAll(() => {
  trusted = createAuthority()
})

afterEach(async () => {
  await door.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

/** A server at 127.0.0.2 alone, where nothing but the guard's own look-up leads; the system knows none of the names. */
async function serve(certified: Certified): Promise<number> {
  hits = []
  asked = []
  handshakes = 0
  server = createServer(certified, (request, response) => {
    const { servername } = request.socket as TLSSocket & { servername?: string | false }
    hits.push({ sni: servername, host: request.headers.host, address: request.socket.localAddress })
    response.end('here')
  })
  server.on('connection', () => {
    handshakes += 1
  })
  server.listen(0, '127.0.0.2')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function ask(url: string, others: string[] = []) {
  door = openDoor([url, ...others], {
    connectMs: 2_000,
    ca: trusted.cert,
    resolve: async (host) => {
      asked.push(host)
      return ['127.0.0.2']
    },
  })
  return get(url)
}

function get(url: string) {
  const signal = new AbortController().signal
  return safeFetch(door, { url, method: 'GET', maxBytes: 100, timeoutMs: 3_000, signal })
}

const REFUSED = { ok: false, outcome: 'unreachable' }

describe('safeFetch over TLS', () => {
  it('dials the address that the guard pinned, with the name in SNI, host field and certificate', async () => {
    const port = await serve(trusted.certify(['other.test', 'pinned.test']))
    expect(await ask(`https://pinned.test:${port}/`)).toMatchObject({ ok: true, status: 200 })
    expect(hits).toEqual([{ sni: 'pinned.test', host: `pinned.test:${port}`, address: '127.0.0.2' }])
    expect(asked).toEqual(['pinned.test'])
  })

  it.each<[string, () => Certified, string]>([
    ['of another name', () => trusted.certify(['other.test']), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['of the address instead of the name', () => trusted.certify(['127.0.0.2']), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['of a wildcard two levels up', () => trusted.certify(['*.test.test']), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has expired', () => trusted.certify(['pinned.test'], new Date(Date.now() - 60_000)), 'CERT_HAS_EXPIRED'],
    ['of a stranger under the same name', () => createAuthority().certify(['pinned.test']), 'CERT_SIGNATURE_FAILURE'],
    ['signed by itself', () => createAuthority(), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('refuses a certificate %s before a word is said', async (_what, make, code) => {
    const port = await serve(make())
    expect(await ask(`https://pinned.test:${port}/`)).toEqual({ ...REFUSED, detail: `the certificate: ${code}` })
    expect(handshakes).toBe(1)
    expect(hits).toEqual([])
  })

  it('asks an address itself without SNI, and takes no certificate of a name for it', async () => {
    const port = await serve(trusted.certify(['pinned.test']))
    const refused = { ...REFUSED, detail: 'the certificate: ERR_TLS_CERT_ALTNAME_INVALID' }
    expect(await ask(`https://127.0.0.2:${port}/`)).toEqual(refused)
    expect(hits).toEqual([])
  })

  it('lets a certificate that one name has shown not stand for another name at the same address', async () => {
    const port = await serve(trusted.certify(['pinned.test']))
    const other = `https://other.test:${port}`
    expect(await ask(`https://pinned.test:${port}/`, [other])).toMatchObject({ ok: true })
    const refused = { ...REFUSED, detail: 'the certificate: ERR_TLS_CERT_ALTNAME_INVALID' }
    expect(await get(`${other}/`)).toEqual(refused)
    expect(hits).toHaveLength(1)
  })
})
