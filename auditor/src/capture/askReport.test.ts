import type { Hex } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SECRET, SIGNER, STRANGER } from '../../testing/chain.js'
import {
  type Answer,
  type ProviderServer,
  reportAbout,
  signed,
  startProviderServer,
} from '../../testing/providerServer.js'
import { DEFAULT_LIMITS } from '../fetch/limits.js'
import { type Door, openDoor } from '../safe/door.js'
import { askReport, MAX_REPORT_BYTES } from './askReport.js'
import { readBinding } from './binding.js'

const limits = { ...DEFAULT_LIMITS, connectMs: 300, requestMs: 400 }
const MODEL_REPORT = '/v1/proxy/attestation/report'

let server: ProviderServer
let other: ProviderServer
let door: Door

beforeEach(async () => {
  server = await startProviderServer()
  other = await startProviderServer()
  door = openDoor([server.url], limits)
})

afterEach(async () => {
  await Promise.all([server.stop(), other.stop(), door.close()])
})

const ask = (url = server.url, isSeparated = false) =>
  askReport(
    { door, limits },
    { url, model: 'a/b c', since: new Date(0), isSeparated, keys: [SIGNER] },
    new AbortController().signal,
  )

describe('askReport', () => {
  it('takes the quote of the broker byte by byte, with the signature of the header', async () => {
    const answer = signed(reportAbout(SIGNER), SECRET)
    server.answers['/v1/quote'] = answer
    const { report, refusals } = await ask()
    expect(refusals).toEqual([])
    expect(report?.source).toBe(`${server.url}/v1/quote`)
    expect(Buffer.from(report?.bytes ?? []).toString()).toBe(answer.body)
    expect(report?.signature).toBe(answer.headers?.['ZG-Quote-Signature'])
  })

  it("asks for the report of the model's enclave where the broker has none and the service is separated", async () => {
    server.answers[MODEL_REPORT] = reportAbout(SIGNER)
    const { report, refusals } = await ask(server.url, true)
    expect(report?.source).toBe(`${server.url}${MODEL_REPORT}`)
    expect(refusals).toMatchObject([{ source: `${server.url}/v1/quote`, outcome: 'not-served' }])
    expect(server.asked).toEqual(['/v1/quote', `${MODEL_REPORT}?model=a%2Fb%20c`])
    server.asked.length = 0
    expect((await ask()).report).toBeUndefined()
    expect(server.asked).toEqual(['/v1/quote'])
  })

  it.each<[string, Answer | null, string]>([
    ['that it has none', { status: 404, body: '{}' }, 'not-served'],
    ['that it makes none', { status: 501, body: '{}' }, 'not-served'],
    ['that it wants to be paid', { status: 402, body: '{}' }, 'bad-answer'],
    ['a page', { body: '<html>' }, 'bad-answer'],
    ['a list', { body: '[{}]' }, 'bad-answer'],
    ['text that nests without end', { body: '{"a":'.repeat(200_000) }, 'bad-answer'],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }, 'bad-answer'],
    ['compression', { headers: { 'content-encoding': 'gzip' }, body: '{}' }, 'bad-answer'],
    ['an error', { status: 500, body: '{}' }, 'unreachable'],
    ['too much', { body: `{"quote":"${'0'.repeat(MAX_REPORT_BYTES)}"}` }, 'too-large'],
    ['no end', null, 'time-out'],
  ])('keeps no report of a service that answers %s, and says what happened', async (_name, answer, outcome) => {
    server.answers['/v1/quote'] = answer
    const { report, refusals } = await ask()
    expect(report).toBeUndefined()
    expect(refusals).toMatchObject([{ source: `${server.url}/v1/quote`, outcome }])
  })

  it('dials no inner address but the listed pairs, whatever the chain says', async () => {
    const { port } = new URL(server.url)
    other.answers['/v1/quote'] = reportAbout(SIGNER)
    for (const url of [
      other.url,
      `http://localhost:${port}`,
      `https://localhost:${port}`,
      'https://10.0.0.1',
      'http://example.org',
      `http://user:word@127.0.0.1:${port}`,
      'http://169.254.169.254/latest',
      'file:///etc/passwd',
      'no address',
    ])
      expect(await ask(url)).toMatchObject({ report: undefined, refusals: [{ outcome: 'not-listed' }] })
    expect([...server.asked, ...other.asked]).toEqual([])
    const { refusals } = await ask('http://user:word@example.org/path?key=1')
    expect(refusals[0]?.source).toBe('http://example.org/path')
  })

  it('looks up any other service that offers TLS, and says whose the refusal is', async () => {
    const asked: string[] = []
    const answers: Record<string, string[]> = {
      'inner.example': ['127.0.0.1'],
      'mixed.example': ['1.1.1.1', '10.0.0.1'],
    }
    const resolve = async (host: string) => {
      asked.push(host)
      return answers[host] ?? Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }))
    }
    const own = openDoor([server.url], { ...limits, resolve })
    const askAt = async (url: string) => {
      const service = { url, model: 'm', since: new Date(0), isSeparated: false, keys: [SIGNER] }
      const { refusals } = await askReport({ door: own, limits }, service, new AbortController().signal)
      return refusals[0]
    }
    const { port } = new URL(server.url)
    expect(await askAt('https://provider.example/v')).toMatchObject({
      ...{ source: 'https://provider.example/v/v1/quote', outcome: 'unreachable' },
      detail: expect.stringContaining('ENOTFOUND'),
    })
    for (const host of ['inner.example', 'mixed.example', `inner.example:${port}`])
      expect(await askAt(`https://${host}`)).toMatchObject({
        outcome: 'not-listed',
        detail: expect.stringMatching(/^refused/),
      })
    expect(asked).toEqual(['provider.example', 'inner.example', 'mixed.example', 'inner.example'])
    expect(server.asked).toEqual([])
    await own.close()
  })

  it('takes a header of another form for none', async () => {
    for (const header of ['0x12', 'garbage', `0x${'g'.repeat(130)}`]) {
      server.answers['/v1/quote'] = { ...reportAbout(SIGNER), headers: { 'ZG-Quote-Signature': header } }
      expect((await ask()).report?.signature).toBeNull()
    }
  })
})

describe('readBinding', () => {
  const bytesOf = ({ body }: Answer) => new Uint8Array(Buffer.from(body))
  const read = (answer: Answer) => {
    const signature = (answer.headers?.['ZG-Quote-Signature'] ?? null) as Hex | null
    return readBinding({ bytes: bytesOf(answer), signature }, [SIGNER])
  }

  it('reads who signed the body, and which key the quote names', () => {
    expect(read(signed(reportAbout(STRANGER), SECRET))).toMatchObject({ author: SIGNER, binds: STRANGER })
    expect(read(reportAbout(SIGNER))).toMatchObject({ author: null, binds: SIGNER })
  })

  it('takes the signature of another body for that of somebody else', () => {
    const { headers } = signed(reportAbout(SIGNER, 'one'), SECRET)
    const { author } = read({ ...reportAbout(SIGNER, 'two'), ...(headers ? { headers } : {}) })
    expect(author).not.toBe(SIGNER)
  })

  it.each(['{}', '{"quote":7}', '{"quote":"0x12"}', `{"quote":"${'zz'.repeat(700)}"}`])(
    'reads no key out of %s',
    (body) => {
      expect(read({ body })).toEqual({ author: null, binds: null, machine: null })
    },
  )
})
