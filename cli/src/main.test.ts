import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBundle, toVerdictBody, verifySettlement } from '@touchstone/verify'
import {
  createQuotePki,
  createSigstore,
  mintImageBundle,
  mintOs,
  mintReport,
  type QuotePki,
} from '@touchstone/verify/mint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DIGEST, HONEST, releaseOf } from '../../verify/testing/composes.js'
import {
  evidenceOf,
  honestRecord,
  honestRecords,
  serviceKey,
  settlementOf,
  trailOf,
} from '../../verify/testing/scenario.js'
import { fullyEvidenced } from '../../verify/testing/verified.js'
import { run } from './main.js'
import { assertTrustFits, readTrust } from './trust.js'
import { UsageError } from './usage.js'

const AT = Date.UTC(2026, 4, 1)
let folder: string
let pki: QuotePki
let trustFile: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-cli-'))
  pki = await createQuotePki()
  trustFile = file('trust.json', JSON.stringify({ ...readTrust(), quoteRoots: [pki.root] }))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function verify(...args: string[]) {
  const texts = { out: '', err: '' }
  const code = await run(['verify', ...args], {
    out: (text) => {
      texts.out += text
    },
    err: (text) => {
      texts.err += text
    },
  })
  return { code, ...texts, json: args.includes('--json') && texts.out !== '' ? JSON.parse(texts.out) : undefined }
}

async function reportFile(flaw?: Parameters<typeof mintReport>[1]['flaw']): Promise<string> {
  const input = {
    form: 'broker',
    signer: serviceKey.address,
    compose: '{}',
    os: mintOs('test'),
    at: AT,
    ...(flaw && { flaw }),
  }
  const { body } = await mintReport(pki, input as Parameters<typeof mintReport>[1])
  return file(`report-${flaw ?? 'whole'}.json`, body)
}

describe('touchstone verify, of a report', () => {
  const at = ['--at', `${AT}`]

  it('ends with 0 for a genuine enclave, and with 2 where its code is asked for', async () => {
    const path = await reportFile()
    const { code, json } = await verify(path, '--trust', trustFile, ...at, '--signer', serviceKey.address, '--json')
    expect([code, json.outcome]).toEqual([0, 'verified'])
    expect(json.checks.map(({ id }: { id: string }) => id)).toContain('rtmr-replay')
    const strict = await verify(path, '--trust', trustFile, ...at, '--require', 'enclave,workload')
    expect(strict.code).toBe(2)
    expect(strict.out).toContain('But workload did not pass')
  })

  it('ends with 1 for a wrong one, and with 2 for a root that nobody trusts or a time without collateral', async () => {
    const honest = await reportFile()
    const other = `0x${'12'.repeat(20)}`
    expect((await verify(honest, '--trust', trustFile, ...at, '--signer', other)).code).toBe(1)
    expect((await verify(await reportFile('event_digest_forged'), '--trust', trustFile, ...at)).code).toBe(1)
    expect((await verify(honest, '--trust', trustFile, '--at', '2020-01-01')).code).toBe(2)
    expect((await verify(honest, ...at)).code).not.toBe(0)
  })
})

describe('touchstone verify, of a report with bundles about its images', () => {
  const release = releaseOf(HONEST)
  const sigstore = createSigstore()
  const os = mintOs('test')
  const osImage = {
    name: os.name,
    imageHash: os.imageHash,
    mrtd: [os.mrTd],
    rtmr0: [os.rtmr0],
    rtmr1: [os.rtmr1],
    rtmr2: [os.rtmr2],
    source: 'tests',
    from: '2025-01-01',
    until: null,
  }
  const input = { digest: DIGEST, release, form: 'statement', at: AT } as const
  const judge = async (...bundles: string[]) => {
    const { body } = await mintReport(pki, { form: 'broker', signer: serviceKey.address, compose: HONEST, os, at: AT })
    const trust = {
      ...readTrust(),
      quoteRoots: [pki.root],
      osImages: [osImage],
      releases: [release],
      sigstore: [sigstore.root],
    }
    const path = file('report-released.json', body)
    const named = bundles.flatMap((json, n) => ['--image-bundle', file(`image-${n}.json`, json)])
    const trustPath = file('trust-released.json', JSON.stringify(trust))
    const { json } = await verify(path, '--trust', trustPath, '--at', `${AT}`, '--json', ...named)
    return json.checks.find(({ id }: { id: string }) => id === 'image-provenance')?.status
  }

  it('says whether one of them vouches for every image, and nothing without any', async () => {
    expect(await judge()).toBeUndefined()
    expect(await judge('{}', mintImageBundle(sigstore, input))).toBe('pass')
    expect(await judge(mintImageBundle(createSigstore(), input))).toBe('absent')
    expect(await judge('no json')).toBe('absent')
  })

  it('ends with 3 where a bundle is not there', async () => {
    const { code, err } = await verify(await reportFile(), '--trust', trustFile, '--image-bundle', join(folder, 'none'))
    expect(code).toBe(3)
    expect(err).toContain('--image-bundle')
  })
})

describe('touchstone verify, of a chat signature', () => {
  it('ends with 0 with both bodies, 2 without and 1 with another', async () => {
    const { proof, request, response } = honestRecord(0)
    const served = { text: proof?.text, signature: proof?.signature, signing_address: proof?.signingAddress }
    const path = file('chat.json', JSON.stringify(served))
    const bodies = [request, response].map(({ bytes = '' }, n) => file(`body${n}`, Buffer.from(bytes, 'base64')))
    const [asked = '', answered = ''] = bodies
    expect((await verify(path, '--request', asked, '--response', answered)).code).toBe(0)
    expect((await verify(path, '--request', asked)).code).toBe(2)
    expect((await verify(path, '--request', answered, '--response', answered)).code).toBe(1)
    expect((await verify(file('torn.json', '{"text":"a","signature":"0x"}'))).code).toBe(2)
  })
})

describe('touchstone verify, of a trail', () => {
  const records = honestRecords(2)
  const { item } = settlementOf(records)

  it('ends with 0 where it agrees with itself and with what the chain says', async () => {
    const { bytes, root } = trailOf(records)
    const path = file('trail.jsonl', bytes)
    const { code, out } = await verify(path, '--root', root, '--requests-hash', item.requestsHash)
    expect(code).toBe(0)
    expect(out).toContain(`the commitment ${item.requestsHash}`)
    expect((await verify(path, '--root', item.requestsHash)).code).toBe(2)
    expect((await verify(path, '--requests-hash', root)).code).toBe(2)
  })

  it('ends with 1 where a body is another, with 2 for a torn file', async () => {
    const [first, second] = records
    if (first === undefined || second === undefined) throw new Error('two records')
    const swapped = trailOf([{ ...first, response: { ...first.response, bytes: second.response.bytes ?? '' } }])
    expect((await verify(file('swapped.jsonl', swapped.bytes))).code).toBe(1)
    expect((await verify(file('cut.jsonl', swapped.bytes.slice(0, -2)))).code).toBe(2)
  })
})

describe('touchstone verify, of a bundle', () => {
  const records = honestRecords(2)
  const subject = settlementOf(records)
  const evidence = evidenceOf({ trails: [trailOf(records)] })
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(12)
  let path: string
  let server: Server
  let rpc: string
  let block: object | null = { hash: subject.blockHash }

  beforeAll(async () => {
    const trust = readTrust()
    const body = toVerdictBody(subject, evidence, trust, await verifySettlement(subject, evidence, trust))
    const signature = sign(null, Buffer.from(body), privateKey).toString('base64')
    const keyId = createHash('sha256').update(key).digest('hex')
    path = file('bundle.zip', buildBundle({ subject, evidence, verdict: { body, signature, keyId }, gaps: ['no DA'] }))
    server = createServer((request, response) => {
      let text = ''
      request.on('data', (part) => {
        text += part
      })
      request.on('end', () => {
        const { method } = JSON.parse(text)
        response.end(JSON.stringify({ result: method === 'eth_chainId' ? `0x${subject.chainId.toString(16)}` : block }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    rpc = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  it('makes the verdict again and says what it rests on', async () => {
    const { code, json } = await verify(path, '--json')
    expect(code).toBe(2)
    expect(json.questions).toMatchObject({ signature: 'pass', opening: 'pass', content: 'pass', enclave: 'absent' })
    expect(json.restsOn[0]).toContain(`relative to block ${subject.blockHash}`)
    expect(json.doesNotProve).toContain('Missing in the bundle: no DA')
    const named = await verify(path, '--json', '--header-hash', subject.blockHash, '--key', key.toString('hex'))
    expect(named.json.restsOn).toEqual([
      expect.stringContaining('as you named it'),
      'the trust material of 0g',
      expect.stringContaining('signed by key'),
      expect.stringMatching(/^no log: /),
    ])
  })

  it('judges no bundle by the roots of another network that nobody chose', () => {
    expect(() => assertTrustFits(31_337, undefined)).toThrow(
      '--trust: the bundle is of chain 31337, the trust material of 0g is for chains 16661 and 16602.',
    )
    expect(() => assertTrustFits(31_337, undefined)).toThrow(UsageError)
    expect(() => assertTrustFits(31_337, '0g')).not.toThrow()
    for (const chain of [16_661, 16_602]) expect(() => assertTrustFits(chain, undefined)).not.toThrow()
  })

  it('ends with 0 only where all six questions pass', async () => {
    const code = async (kind: 'serves' | 'relays', less = {}) => {
      const { subject: one, evidence: all, trust } = await fullyEvidenced(kind)
      const name = file(
        'whole.zip',
        buildBundle({ subject: one, evidence: { ...all, ...less }, verdict: null, gaps: [] }),
      )
      const { code: exit, json } = await verify(name, '--json', '--trust', file('tests.json', JSON.stringify(trust)))
      return [exit, json.outcome]
    }
    expect(await code('serves')).toEqual([0, 'verified'])
    expect(await code('relays')).toEqual([2, 'relayed'])
    expect(await code('serves', { reports: [] })).toEqual([2, 'partial'])
    expect(await code('serves', { trails: [trailOf(honestRecords(1))] })).toEqual([1, 'failed'])
  })

  it('asks a node whose word counts, and takes no other answer', async () => {
    expect((await verify(path, '--json', '--rpc', rpc)).json.restsOn[0]).toContain(`which ${rpc} has at height`)
    for (const wrong of [null, { hash: subject.txHash }, {}]) {
      block = wrong
      expect((await verify(path, '--json', '--rpc', rpc)).json).toMatchObject({ outcome: 'unavailable', checks: [] })
    }
  })

  it.each<[string, () => string[]]>([
    ['another block than the one named', () => [path, '--header-hash', subject.txHash]],
    ['another key than the one named', () => [path, '--key', '11'.repeat(32)]],
    [
      'a damaged file',
      () => [file('damaged.zip', buildBundle({ subject, evidence, verdict: null, gaps: [] }).fill(0, 300, 340))],
    ],
    [
      'no verdict for the key',
      () => [
        file('bare.zip', buildBundle({ subject, evidence, verdict: null, gaps: [] })),
        '--key',
        key.toString('hex'),
      ],
    ],
  ])('ends with 2 for %s, accusing nobody', async (_, args) => {
    const { code, json } = await verify(...args(), '--json')
    expect([code, json.outcome]).toEqual([2, 'unavailable'])
  })
})

describe('touchstone', () => {
  it.each<[string, string[], string]>([
    ['nothing', [], 'usage:'],
    ['help', ['--help'], 'usage:'],
    ['help of verify', ['verify', '-h'], 'usage:'],
    ['another command', ['check'], 'no command "check"'],
    ['a missing file', ['verify', '/nowhere'], '/nowhere cannot be read'],
    ['unknown trust material', ['verify', '/nowhere', '--trust', 'nobody'], '--trust:'],
  ])('ends with 3 for %s', async (_, args, said) => {
    let err = ''
    const code = await run(args, {
      out: () => {
        throw new Error('a result')
      },
      err: (text) => {
        err += text
      },
    })
    expect([code, err]).toEqual([3, expect.stringContaining(said)])
  })

  it('shows text from outside without commands for a terminal', async () => {
    const { proof } = honestRecord(0)
    const evil = {
      text: `\u001b[2J${proof?.text}`,
      signature: proof?.signature,
      signing_address: proof?.signingAddress,
    }
    const { out } = await verify(file('evil.json', JSON.stringify(evil)))
    expect(out).not.toContain('\u001b')
  })
})
