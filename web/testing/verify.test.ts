import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serviceKey, word } from '../../verify/testing/scenario.js'
import { captureReport } from '../../verify/testing/verified.js'
import { buildEvidence, buildSealed, type Evidence } from './evidence'
import { type Explorer, startExplorer } from './explorer'
import { type StubApi, startStubApi } from './stub-api'
import { type StubRpc, startStubRpc } from './stub-rpc'

let stub: StubApi
let rpc: StubRpc
let explorer: Explorer
let evidence: Evidence
beforeAll(async () => {
  evidence = await buildEvidence(3)
  const { subject, files } = evidence
  stub = await startStubApi()
  stub.files = new Map(files)
  stub.evidenced = subject.id
  rpc = await startStubRpc(subject.chainId, subject.blockHash)
  explorer = await startExplorer(stub.url)
})
afterAll(async () => {
  await explorer?.stop()
  await rpc?.stop()
  await stub?.stop()
})

/** A page whose requests elsewhere, errors and violations of the policy are written down. */
async function watch(path: string): Promise<{ page: Page; wrong: string[]; sent: string[] }> {
  const page = await (await explorer.newContext()).newPage()
  const wrong: string[] = []
  const sent: string[] = []
  page.on('request', (request) => {
    sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`)
    if (![explorer.url, rpc.url].some((own) => request.url().startsWith(`${own}/`))) wrong.push(request.url())
  })
  page.on('console', (message) => {
    const icon = message.text().includes('status of 404') && message.location().url.endsWith('/favicon.ico')
    if (['error', 'warning'].includes(message.type()) && !icon) wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(error.message))
  await page.goto(explorer.url + path, { waitUntil: 'networkidle' })
  return { page, wrong, sent }
}

/** The outcome of the first result: its words, and what colours them. */
async function outcome(page: Page): Promise<{ word: string; tone: string; text: string }> {
  const result = page.locator('.verify-result').first()
  await result.waitFor({ timeout: 20_000 })
  const pill = result.locator('.pill').first()
  const tone = (await pill.getAttribute('class'))?.replace('pill tone-', '') ?? ''
  return { word: (await pill.innerText()).trim(), tone, text: await result.innerText() }
}

async function ready(page: Page): Promise<void> {
  await page.getByText('The verifier is loaded').waitFor({ timeout: 20_000 })
}

async function drop(page: Page, bytes: Uint8Array | string, name = 'file'): Promise<void> {
  const buffer = Buffer.from(bytes)
  await page.locator('#verify-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await page.getByRole('button', { name: 'Check', exact: true }).click()
}

const settlementPath = (node = '') =>
  `/settlements/${evidence.subject.id}${node === '' ? '' : `?rpc=${encodeURIComponent(node)}`}`
const start = (page: Page) => page.getByRole('button', { name: 'Verify in my browser' }).click()

describe('on the page of a settlement', () => {
  it('is relative to a block until a node is named, and not green', async () => {
    const { page, wrong, sent } = await watch(settlementPath())
    expect(sent.filter((line) => line.includes('/verify/'))).toEqual([])
    await start(page)
    const { word: words, tone, text } = await outcome(page)
    expect([words, tone]).toEqual(['Inference verified, relative to what is not confirmed', 'accent'])
    expect(text).toContain(`Relative to block ${evidence.subject.blockHash}`)
    expect(await page.locator('.verify-result [data-status]:not([data-status="pass"])').count()).toBe(0)
    expect(await page.locator('.verify-result [data-status="pass"]').count()).toBeGreaterThan(20)
    expect(wrong).toEqual([])
    await page.context().close()
  })

  it('is green when the named node has the block, and asks it for nothing else', async () => {
    rpc.asked = []
    const { page, wrong } = await watch(settlementPath(rpc.url))
    expect(rpc.asked).toEqual([])
    await start(page)
    await page.getByText('has this block at height').waitFor()
    expect(await outcome(page)).toMatchObject({ word: 'Inference verified', tone: 'verified' })
    expect(rpc.asked).toEqual(['eth_chainId', 'eth_getBlockByNumber'])
    expect(wrong).toEqual([])
    await page.context().close()
  })

  it.each([
    ['another block', () => Object.assign(rpc, { hash: word(0x77) }), 'has another block at height'],
    ['another chain', () => Object.assign(rpc, { chainId: 1 }), 'serves another chain'],
  ])('is red where the node has %s, accusing nobody', async (_, change, words) => {
    const { chainId, hash } = rpc
    change()
    const { page } = await watch(settlementPath(rpc.url))
    await start(page)
    await page.getByText(words).waitFor()
    const { tone, text } = await outcome(page)
    expect(tone).toBe('failed')
    expect(text).not.toContain('’s evidence')
    Object.assign(rpc, { chainId, hash })
    await page.context().close()
  })

  it('compares with a hash that the visitor names', async () => {
    const { page } = await watch(settlementPath())
    await start(page)
    await outcome(page)
    await page.locator('#named-block').fill(evidence.subject.blockHash.toUpperCase().replace('0X', '0x'))
    await page.getByRole('button', { name: 'Compare' }).click()
    expect((await outcome(page)).tone).toBe('verified')
    await page.locator('#named-block').fill(word(0x12))
    await page.getByRole('button', { name: 'Compare' }).click()
    expect((await outcome(page)).tone).toBe('failed')
    await page.context().close()
  })

  it('refuses the evidence of another settlement, and says so where there is none', async () => {
    const { id } = evidence.subject
    const path = `/v1/bundles/${id}.zip`
    const { page } = await watch(settlementPath())
    stub.files.delete(path)
    await start(page)
    await page.getByText(`No ${path} here.`).waitFor()
    const other = await buildEvidence(1)
    stub.files.set(path, other.zip)
    await start(page)
    const text = page.getByText('gave the evidence of another settlement')
    await text.waitFor()
    stub.files.set(path, evidence.zip)
    await page.context().close()
  })
})

describe('a dropped bundle', () => {
  it('is checked without a network once the page is loaded', async () => {
    const { page, wrong, sent } = await watch('/verify')
    await ready(page)
    await page.context().setOffline(true)
    const before = sent.length
    await drop(page, evidence.zip, 'bundle.zip')
    expect(await outcome(page)).toMatchObject({ word: 'Inference verified, relative to what is not confirmed' })
    expect(sent.slice(before)).toEqual([])
    expect(wrong).toEqual([])
    await page.context().close()
  })

  it('with one flipped byte is not green, wherever it is', async () => {
    const { page } = await watch(`/verify?rpc=${encodeURIComponent(rpc.url)}`)
    await ready(page)
    for (const part of [0.1, 0.35, 0.6, 0.85]) {
      const bytes = evidence.zip.slice()
      const at = Math.floor(bytes.length * part)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      await drop(page, bytes, `flipped-${part}.zip`)
      await page.getByText('Could not check').first().waitFor()
      expect(await page.locator('.tone-verified').count()).toBe(0)
    }
    await page.context().close()
  })

  it('of somebody whose verdict nobody known signed is not green, even on a known block', async () => {
    const { page } = await watch(`/verify?rpc=${encodeURIComponent(rpc.url)}`)
    stub.files.delete('/v1/log/keys')
    await page.reload()
    await ready(page)
    await drop(page, evidence.zip)
    await page.getByText('has this block at height').waitFor()
    const { tone, text } = await outcome(page)
    expect(tone).toBe('accent')
    expect(text).toContain('none that this site’s log has had')
    stub.files = new Map(evidence.files)
    await page.context().close()
  })
})

describe('an encrypted trail', () => {
  const key = '5a'.repeat(32)

  it('is opened with a key that stays in the browser; another key opens nothing', async () => {
    const sealed = await buildSealed(evidence, key)
    const { page, wrong, sent } = await watch('/verify')
    await ready(page)
    await page.getByText('The trail is encrypted').click()
    await page.locator('#verify-key').fill(key)
    const before = sent.length
    await drop(page, sealed)
    const opened = page.locator('.verify-result .verify-result')
    await opened.waitFor()
    expect(await opened.innerText()).toContain('recompute to the commitment that was named')
    expect(await page.locator('.tone-verified').count()).toBe(0)
    await page.locator('#verify-key').fill('00'.repeat(32))
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.getByText('it opens no file of the bundle').waitFor()
    // The style sheet may ask for a weight of its typeface.
    const own = sent.slice(before).filter((line) => !/^GET \S+\/_next\/static\/media\/\S+ $/.test(line))
    expect([own, wrong]).toEqual([[], []])
    await page.context().close()
  })
})

describe('other files', () => {
  it('that are none of ours say what was expected', async () => {
    const { page } = await watch('/verify')
    await ready(page)
    for (const [text, words] of [
      ['hello', 'which none of ours does. Expected an evidence bundle'],
      ['https://provider.test/v1/quote', 'This is an address, not a file'],
      ['{"name":"x"}', 'a JSON object with the fields name. Expected'],
      ['PK\u0003\u0004', 'not a zip file'],
      ['', 'There are no bytes'],
      ['{"text":"a","signature":"0x1"}', 'expected 0x and 130 hex digits'],
    ] as const) {
      await page.locator('#verify-pasted').fill(text)
      await page.getByRole('button', { name: 'Check', exact: true }).click()
      await page.locator('.notice', { hasText: words }).waitFor()
    }
    expect(await page.locator('.verify-result').count()).toBe(0)
    await page.context().close()
  })

  it('a trail agrees with itself, and is never green: no chain was asked', async () => {
    const { page, wrong } = await watch('/verify')
    await ready(page)
    await drop(page, evidence.trail)
    const { word: words, tone } = await outcome(page)
    expect([words, tone]).toEqual(['Agrees with itself, relative to what is not confirmed', 'accent'])
    expect(wrong).toEqual([])
    await page.context().close()
  })

  it('a report is checked up to the pinned root; of another signer it fails', async () => {
    const { bytes, observedAt } = await captureReport()
    const { page, wrong } = await watch('/verify')
    await ready(page)
    await page.getByText('What I know beside the file').click()
    await page.locator('#verify-at').fill(String(observedAt))
    await page.locator('#verify-signer').fill(serviceKey.address)
    await drop(page, bytes)
    expect(await outcome(page)).toMatchObject({ word: 'Genuine enclave', tone: 'verified' })
    await page.locator('#verify-signer').fill(`0x${'12'.repeat(20)}`)
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.locator('.verify-result .pill.tone-failed').waitFor()
    expect(wrong).toEqual([])
    await page.context().close()
  })
})

describe('the address of a provider', () => {
  const ask = (page: Page) => page.getByRole('button', { name: 'Ask it for its report and check that' }).click()
  const pathOf = (service: string) => `/verify?service=${encodeURIComponent(service)}&signer=${serviceKey.address}`

  it('is asked for its report when the visitor says so, for nothing else, and judged as of now', async () => {
    rpc.report = { status: 200, bytes: (await captureReport()).bytes, isReadable: true }
    rpc.asked = []
    const { page, wrong } = await watch(pathOf(rpc.url))
    await ready(page)
    expect(rpc.asked).toEqual([])
    await ask(page)
    // Its collateral was in force when the report was made, which is long ago: not green, and nobody's fault.
    expect(await outcome(page)).toMatchObject({ tone: 'unavailable' })
    expect(await page.locator('.verify-result [data-status="pass"]').count()).toBeGreaterThan(2)
    expect([rpc.asked, wrong]).toEqual([['/v1/quote'], []])
    expect(await page.locator('#report-signer').inputValue()).toBe(serviceKey.address)
    await page.context().close()
  })

  it.each([
    ['a bundle that verifies', () => ({ status: 200, bytes: evidence.zip, isReadable: true }), 'no attestation report'],
    ['404', () => ({ status: 404, bytes: 'none', isReadable: true }), 'answers 404'],
    ['nothing for pages', () => ({ status: 200, bytes: '{"quote":"00"}', isReadable: false }), 'could not read'],
    ['too much', () => ({ status: 200, bytes: new Uint8Array(9e6), isReadable: true }), 'more than 8388608 bytes'],
  ])('that answers %s is not judged, and accuses nobody', async (_, answer, words) => {
    rpc.report = answer()
    const { page } = await watch(pathOf(`${rpc.url}/`))
    await ask(page)
    await page.getByText(words).waitFor()
    expect(await page.getByText('This accuses nobody.').count()).toBe(1)
    expect(await page.locator('.verify-result').count()).toBe(0)
    await page.context().close()
  })
})

describe('the log', () => {
  it('is checked with a kept checkpoint and a verdict', async () => {
    const { page, wrong } = await watch('/log')
    await page.locator('#log-kept').fill(evidence.log.noteOf(2))
    await page.locator('#log-verdict').fill('2')
    await page.getByRole('button', { name: 'Check the log in my browser' }).click()
    await page.locator('.verify-result').waitFor()
    expect(await page.locator('.verify-result li[data-status="pass"]').count()).toBe(4)
    expect(wrong).toEqual([])
    await page.context().close()
  })

  it('with other files than the signed ones fails, and a forged checkpoint passes nothing', async () => {
    const entries = '/v1/log/tile/entries/000.p/3'
    const bytes = Uint8Array.from(evidence.files.get(entries) as Uint8Array)
    bytes[40] = (bytes[40] ?? 0) ^ 1
    stub.files.set(entries, bytes)
    const { page } = await watch('/log')
    await page.getByRole('button', { name: 'Check the log in my browser' }).click()
    await page.locator('.verify-result li[data-status="fail"]').waitFor()
    stub.files.set('/v1/log/checkpoint', evidence.log.noteOf(3).replace('\n3\n', '\n2\n'))
    await page.getByRole('button', { name: 'Check the log in my browser' }).click()
    await page.getByText('Could not check').waitFor()
    stub.files = new Map(evidence.files)
    await page.context().close()
  })
})

describe('the policy', () => {
  it.each([
    ['/verify?rpc=https://node.test:8545/path', "'self' https://node.test:8545"],
    ['/verify?rpc=https://a.test;script-src%20*', "'self'"],
    ['/verify?rpc=https://u:p@a.test', "'self'"],
    ['/verify?rpc=javascript:alert(1)', "'self'"],
    ['/verify?rpc=https://*.test', "'self'"],
    ['/agents?rpc=https://node.test', "'self'"],
    ['/verify?service=https://p.test/base/&rpc=http://127.0.0.1:1', "'self' http://127.0.0.1:1 https://p.test"],
    ['/verify?service=https://p.test?to=x', "'self'"],
    ['/verify?service=data:text/html,x', "'self'"],
    ['/settlements/x?service=https://p.test', "'self'"],
  ])('%s lets the page reach %s', async (path, sources) => {
    const policy = (await fetch(explorer.url + path)).headers.get('content-security-policy') ?? ''
    expect(policy).toContain(`connect-src ${sources};`)
  })
})
