import { fileURLToPath } from 'node:url'
import {
  type SettlementEvidence,
  type SettlementSubject,
  storageRoot,
  type TrustMaterial,
  toVerdictBody,
  verifySettlement,
} from '@touchstone/verify'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './harness/browser.js'

/** What this file uses of verify/testing/scenario.ts, which is not part of the package. */
interface Scenario {
  trust: TrustMaterial
  serviceKey: { address: string; signText(text: string): string }
  honestRecords(count: number): object[]
  settlementOf(records: object[]): SettlementSubject
  trailOf(records: object[]): SettlementEvidence['trails'][number]
  evidenceOf(parts: Partial<SettlementEvidence>, of: SettlementSubject): SettlementEvidence
}
const HERE = fileURLToPath(new URL('.', import.meta.url))
const scenario: Scenario = await import(new URL('../../verify/testing/scenario.ts', import.meta.url).href)
const { trust, serviceKey, honestRecords, settlementOf, trailOf, evidenceOf } = scenario

/** The page's answers, all text. */
interface Answers {
  hasWebAssembly: boolean
  roots: string[]
  signer: string
  otherSigner: string
  verdicts: string[]
}
const SIZES = [1, 4097, 300_001, 3_000_000]
const records = honestRecords(3)
const subject = settlementOf(records)
const CASES = [records, records.slice(1), []].map((published) =>
  evidenceOf({ trails: published.length === 0 ? [] : [trailOf(published)] }, subject),
)

/** A program for a page: the package as a bundler for browsers takes it, and questions to it. */
async function bundle(): Promise<string> {
  const contents = `
    import { storageRoot, recoverAddress, readSignature, personalMessageDigest, verifySettlement, toVerdictBody } from '@touchstone/verify'
    const trust = ${toSource(trust)}
    const subject = ${toSource(subject)}
    const { signature } = readSignature('${serviceKey.signText('hello')}')
    const pattern = (size) => Uint8Array.from({ length: size }, (_, at) => (at * 31 + 7) % 256)
    const judge = async (evidence) => toVerdictBody(subject, evidence, trust, await verifySettlement(subject, evidence, trust))
    globalThis.answer = async () => ({
      hasWebAssembly: typeof WebAssembly === 'object',
      roots: ${toSource(SIZES)}.map((size) => storageRoot(pattern(size)).root),
      signer: recoverAddress(personalMessageDigest('hello'), signature),
      otherSigner: recoverAddress(personalMessageDigest('hullo'), signature),
      verdicts: await Promise.all(${toSource(CASES)}.map(judge)),
    })`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: HERE },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

/** A value as an expression, with what JSON lacks. */
function toSource(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Uint8Array) return `Uint8Array.of(${value})`
  if (Array.isArray(value)) return `[${value.map(toSource)}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${toSource(inner)}`)}}`
}

describe('the verifier in a browser', () => {
  let browser: Browser
  let program: string
  let verdicts: string[]
  beforeAll(async () => {
    ;[browser, program] = await Promise.all([openBrowser(), bundle()])
    verdicts = await Promise.all(
      CASES.map(async (evidence) =>
        toVerdictBody(subject, evidence, trust, await verifySettlement(subject, evidence, trust)),
      ),
    )
  })
  afterAll(async () => {
    await browser?.close()
  })

  it.each([
    ['with its WebAssembly', true],
    ['without WebAssembly', false],
  ])('gives the same roots, signers and verdicts as on a server, %s', async (_, hasWebAssembly) => {
    const page = await browser.newPage()
    if (!hasWebAssembly) await page.addInitScript('delete globalThis.WebAssembly')
    await page.goto('about:blank')
    await page.addScriptTag({ content: program })
    const answers = (await page.evaluate('globalThis.answer()')) as Answers
    await page.close()
    expect(answers.hasWebAssembly).toBe(hasWebAssembly)
    expect(answers.roots).toEqual(
      SIZES.map((size) => storageRoot(Uint8Array.from({ length: size }, (_, at) => (at * 31 + 7) % 256)).root),
    )
    expect(answers.signer).toBe(serviceKey.address)
    expect(answers.otherSigner).not.toBe(serviceKey.address)
    expect(answers.verdicts).toEqual(verdicts)
    expect(answers.verdicts.map((body) => JSON.parse(body).outcome)).toEqual(['partial', 'failed', 'paid'])
  })
})
