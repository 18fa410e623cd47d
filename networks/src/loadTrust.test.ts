import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadNetwork, loadTrust, NetworkFileError, parseNetwork, type Trust } from './network.js'

const trust = loadTrust('0g')
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function load(changes: Record<string, unknown>): Trust {
  const path = join(folder, 'trust.json')
  writeFileSync(path, JSON.stringify({ ...trust, ...changes }))
  return loadTrust(path)
}

describe('the trust material of 0G', () => {
  it('pins every root by the digest of its certificate', () => {
    const roots = [...trust.quoteRoots, ...trust.gpuRoots]
    expect(roots.map(({ name }) => name)).toEqual(['Intel SGX Root CA', 'NVIDIA Device Identity CA'])
    for (const { der, sha256 } of roots)
      expect(createHash('sha256').update(Buffer.from(der, 'base64')).digest('hex')).toBe(sha256)
    expect(trust.quoteRoots[0]?.sha256).toMatch(/^44a0196b2b99f889/)
  })

  it('names no release or operating system that nobody has established', () => {
    expect(trust.releases).toEqual([])
    expect(trust.osImages).toEqual([])
  })

  it('says of every model once what it stands for, by whom and since when', () => {
    const services = trust.models.map(({ service }) => service.toLowerCase())
    expect(new Set(services).size).toBe(services.length)
    for (const service of ['qwen/qwen-2.5-7b-instruct', 'qwen3-max', 'glm-5.2']) expect(services).toContain(service)
    for (const { source, sku, openWeights, tokenizer } of trust.models) {
      expect(source).toContain('https://')
      expect(sku.includes('/')).toBe(openWeights)
      if (tokenizer === 'qwen3') expect(sku).toMatch(/^Qwen\/Qwen3-/)
    }
  })

  it('knows every model that the devnet advertises, and shares the list with it', () => {
    const devnet = loadNetwork('devnet').trust
    expect(devnet.models).toEqual(trust.models)
    expect(devnet.quoteRoots).toEqual([])
    for (const n of ['3-4B', '3-8B', '3-14B', '3-32B', '2.5-7B-Instruct'])
      expect(devnet.models.map(({ service }) => service)).toContain(`Qwen/Qwen${n}`)
  })
})

describe('loadTrust', () => {
  it('reads a file with its own models, or with the shared ones by name', () => {
    expect(load({ models: [] }).models).toEqual([])
    expect(load({ models: 'models.json' }).models).toEqual(trust.models)
  })

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['another file of models', { models: '../secret.json' }, /models/],
    ['a day that is none', { osImages: [{ ...image(), from: 'yesterday' }] }, /osImages\.0\.from: .*day/],
    ['a register that is too short', { osImages: [{ ...image(), mrtd: ['ab'] }] }, /osImages\.0\.mrtd\.0: .*96/],
    [
      'a verifier that nobody wrote',
      { quoteRoots: [{ ...trust.quoteRoots[0], verifiers: ['x'] }] },
      /quoteRoots\.0\.verifiers/,
    ],
    [
      'a root without a verifier',
      { quoteRoots: [{ ...trust.quoteRoots[0], verifiers: [] }] },
      /quoteRoots\.0\.verifiers/,
    ],
    ['a list too many', { scores: [] }, /scores/],
  ])('refuses %s and names the field', (_, changes, text) => {
    expect(() => load(changes)).toThrow(NetworkFileError)
    expect(() => load(changes)).toThrow(text)
  })

  it('refuses a missing file and a text that is no JSON', () => {
    expect(() => loadTrust('nobody')).toThrow(/No trust file at .*nobody\.json/)
    const path = join(folder, 'broken.json')
    writeFileSync(path, '{')
    expect(() => loadTrust(path)).toThrow(/broken\.json is not JSON/)
  })
})

describe('parseNetwork', () => {
  const text = (value: unknown) => JSON.stringify({ ...loadNetwork('devnet'), trust: value })

  it('takes trust material by name or in place', () => {
    expect(parseNetwork(text('0g'), 'x.json').trust).toEqual(trust)
    expect(parseNetwork(text({ ...trust, models: 'models.json' }), 'x.json').trust).toEqual(trust)
  })

  it('says which file of a network is missing', () => {
    expect(() => loadNetwork('nowhere')).toThrow(/No network file at .*nowhere\.json\. Set NETWORK/)
  })

  it.each(['../models', 'nobody', 7, null])('refuses the name %j', (value) => {
    expect(() => parseNetwork(text(value), 'x.json')).toThrow(NetworkFileError)
  })
})

function image() {
  const registers = { mrtd: [], rtmr0: [], rtmr1: [], rtmr2: [] }
  return { name: 'x', imageHash: null, ...registers, source: 'x', from: '2026-01-01', until: null }
}
