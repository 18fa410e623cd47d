import { createHash } from 'node:crypto'
import { getBytes, id, verifyMessage, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import type { ServedReport } from '../enclave/report.js'
import { Ledger } from './ledger.js'
import { createProviderServer } from './server.js'
import { signerOf } from './signing.js'
import { PROVIDERS, type ProviderStory } from './story.js'

const caller = new Wallet(id('caller'))
const provider = new Wallet(id('provider')).address
const find = (name: string) => PROVIDERS.find((one) => one.name === name) as ProviderStory

interface Claims {
  provider?: string
  expiresAt?: number
  generation?: number
  tokenId?: number
  address?: string
}

async function token(claims: Claims = {}): Promise<string> {
  const timestamp = Date.now()
  const expiresAt = timestamp + 3_600_000
  const raw = JSON.stringify({
    ...{ address: caller.address, provider, timestamp, expiresAt, nonce: 'n', generation: 0, tokenId: 255 },
    ...claims,
  })
  const signature = await caller.signMessage(getBytes(id(raw)))
  return `Bearer app-sk-${Buffer.from(`${raw}|${signature}`).toString('base64')}`
}

function serve(story: ProviderStory, balance = 3n * 10n ** 18n, report?: ServedReport) {
  const ledger = new Ledger()
  const account = { generation: 0n, revokedBitmap: 0b10n, balance }
  const findAccount = async (user: string) => (user === caller.address ? account : undefined)
  const server = createProviderServer({ story, provider, ledger, report, findAccount })
  const ask = async (authorization: string | undefined, body: unknown) =>
    server.inject({
      ...{ method: 'POST', url: '/v1/proxy/chat/completions', payload: JSON.stringify(body) },
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
    })
  return { server, ledger, ask }
}

const question = { messages: [{ role: 'user', content: 'Hold or sell?' }] }

describe('the provider over HTTP', () => {
  it.each([
    { name: 'aspen', body: question },
    { name: 'aspen', body: { ...question, stream: true } },
    { name: 'birch', body: question },
  ])('answers, signs the bytes as sent and received, and bills by its prices: %o', async ({ name, body }) => {
    const story = find(name)
    const { server, ledger, ask } = serve(story)
    const answer = await ask(await token(), body)
    expect(answer.statusCode).toBe(200)
    const { text, signature } = (
      await server.inject(`/v1/proxy/signature/${answer.headers['zg-res-key']}?model=x`)
    ).json()
    const sha = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
    const relay = story.route.kind === 'relay' ? `:centralized:aliyun:${story.route.tlsCertificateSha256}` : ''
    expect(text).toBe(`${sha(JSON.stringify(body))}:${sha(answer.rawPayload)}${relay}`)
    expect(verifyMessage(text, signature)).toBe(signerOf(story).address)
    const [row] = ledger.take().get(caller.address) ?? []
    const fee =
      BigInt(row?.usage.promptTokens ?? 0) * story.inputPrice +
      BigInt(row?.usage.completionTokens ?? 0) * story.outputPrice
    expect(row?.billed).toMatchObject({ fee: `${fee}`, userAddress: caller.address })
  })

  it('gives the same answer to the same question', async () => {
    const { ask } = serve(find('aspen'))
    const texts = await Promise.all(
      [0, 1].map(async () => (await ask(await token(), question)).json().choices[0].message),
    )
    expect(texts[0]).toEqual(texts[1])
  })

  it.each<[string, Claims | undefined, RegExp]>([
    ['no token', undefined, /Authorization/],
    ['another provider', { provider: caller.address }, /provider/],
    ['an expired token', { expiresAt: 1 }, /expiresAt: expired/],
    ['an endless ephemeral token', { expiresAt: 0 }, /at most a day/],
    ['a revoked generation', { generation: 1 }, /generation: revoked/],
    ['a revoked number', { tokenId: 1 }, /tokenId: revoked/],
    ['somebody else', { address: provider }, /not signed by its address/],
  ])('refuses %s', async (_what, claims, reason) => {
    const { ask } = serve(find('aspen'))
    const answer = await ask(claims === undefined ? undefined : await token(claims), question)
    expect(answer.statusCode).toBe(401)
    expect(answer.json().error).toMatch(reason)
  })

  it('refuses an account without the locked minimum, a body without messages and unknown keys', async () => {
    expect((await serve(find('aspen'), 10n ** 17n).ask(await token(), question)).json().error).toMatch(/balance/)
    const { server, ask } = serve(find('aspen'))
    const wrong = await ask(await token(), { messages: [] })
    expect([wrong.statusCode, wrong.json().error]).toEqual([400, expect.stringMatching(/messages/)])
    const unknown = await server.inject('/v1/proxy/signature/nobody')
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'chat_id_not_found'])
    expect((await server.inject('/v1/models')).json().data[0].id).toBe(find('aspen').model)
  })

  it('serves its report byte by byte with the signature, and 404 where it has none', async () => {
    const report: ServedReport = { body: Buffer.from('{ "quote": "00" }'), signature: `0x${'1b'.repeat(65)}` }
    const { server } = serve(find('aspen'), 0n, report)
    const answer = await server.inject('/v1/quote')
    expect([answer.statusCode, answer.body]).toEqual([200, '{ "quote": "00" }'])
    expect(answer.headers['zg-quote-signature']).toBe(report.signature)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    expect((await serve(find('dogwood')).server.inject('/v1/quote')).statusCode).toBe(404)
  })
})
