import { hexToBytes } from '@noble/hashes/utils.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { createQuotePki, mintCollateral, mintQuote, mintSgxQuote, type QuotePki } from '../../mint/index.js'
import { readPemChain, toPem } from '../../x509/pem.js'
import { judgeAttributes } from './attributes.js'
import { isSameBytes } from './chain.js'
import { judgeCollateral } from './inForce.js'
import { findSvnState, judgeQuotingEnclave, judgeTcb } from './levels.js'
import { judgeModule } from './module.js'
import { parseQuote, parseSignedQuote } from './parse.js'
import { judgePlatform, type Platform } from './platform.js'
import { parseQeIdentity, parseTcbInfo } from './tcb.js'
import type { Collateral, Quote, TdxQuote } from './types.js'

const AT = Date.UTC(2026, 10, 1)
const DAY = 86_400_000
const reportData = new Uint8Array(64)

let pki: QuotePki
let collateral: Collateral
let quote: TdxQuote
let platform: Platform
beforeAll(async () => {
  pki = await createQuotePki()
  collateral = await mintCollateral(pki, { at: AT })
  const signed = parseSignedQuote(mintQuote(pki, { reportData }))
  const found = judgePlatform(signed, [pki.root], null)
  if ('kind' in found || signed.quote.kind !== 'tdx') throw new Error('a minted quote has its platform')
  platform = found
  quote = signed.quote
})

describe('attributes of a TD', () => {
  const judge = (hex: string, mrServiceTd: Uint8Array | null = null) =>
    judgeAttributes({ ...quote, tdAttributes: hexToBytes(hex), mrServiceTd } as Quote)
  const bit = (...bits: number[]) => {
    const bytes = new Uint8Array(8)
    for (const one of [28, ...bits]) bytes[one >> 3] = (bytes[one >> 3] ?? 0) | (1 << (one & 7))
    return Buffer.from(bytes).toString('hex')
  }

  it('are judged bit by bit', () => {
    expect(judge(bit())).toBeNull()
    expect(judge(bit(63))).toBeNull()
    const why = (at: number) => judge(bit(at))?.why
    const opening = 'The TD can be debugged or profiled.'
    for (let at = 0; at < 64; at += 1) {
      if (at === 28 || at === 63) continue
      if (at < 8) expect(why(at), `${at}`).toBe(opening)
      else if (at === 17) expect(why(at)).toBe('A service TD can be bound to the TD after its launch.')
      else if (at === 29) expect(why(at)).toBe('The TD can be migrated.')
      else if ([16, 18, 19, 20, 21, 22, 27, 30, 31, 62].includes(at))
        expect(judge(bit(at)), `${at}`).toMatchObject({
          kind: 'unavailable',
          why: `Attribute ${at} is not judged by this verifier.`,
        })
      else
        expect(judge(bit(at)), `${at}`).toEqual({
          kind: 'refused',
          step: 'td-attributes',
          why: 'A reserved attribute is set.',
          found: bit(at),
        })
    }
    expect(judge(bit(30, 31))?.why).toBe('Attribute 30, 31 is not judged by this verifier.')
    expect(judge(bit(30, 40))?.why).toBe('A reserved attribute is set.')
    expect(judge('00'.repeat(8))?.why).toBe('The host may take pages of the TD away unseen.')
  })

  it('let no service TD be bound', () => {
    expect(judge(bit(), new Uint8Array(48))).toBeNull()
    const found = `${'00'.repeat(47)}01`
    expect(judge(bit(), hexToBytes(found))).toEqual({
      ...{
        kind: 'refused',
        step: 'td-attributes',
        why: 'A service TD is bound to the TD.',
        expected: '00'.repeat(48),
        found,
      },
    })
  })

  it('of an SGX enclave are its debug bit', () => {
    const sgx = parseQuote(mintSgxQuote(pki, { reportData })) as Quote & { kind: 'sgx' }
    expect(judgeAttributes(sgx)).toBeNull()
    expect(judgeAttributes({ ...sgx, attributes: new Uint8Array(16).with(0, 0x02) })?.kind).toBe('refused')
    expect(judgeAttributes({ ...sgx, attributes: new Uint8Array(16).fill(0xff).with(0, 0xfd) })).toBeNull()
  })
})

describe('the TDX module', () => {
  const identity = { mrsigner: 'AB'.repeat(48), attributes: '0F00000000000000', attributesMask: 'F000000000000000' }
  const level = (isvsvn: number, tcbStatus: string, advisoryIDs: string[] = []) => ({
    tcb: { isvsvn },
    tcbStatus,
    advisoryIDs,
  })
  const svn = (isv: number, major: number) => Uint8Array.of(isv, major, ...new Uint8Array(14))
  const judge = (changes: Partial<TdxQuote>, info: object, status = 'UpToDate') => {
    const td = {
      ...quote,
      mrSignerSeam: new Uint8Array(48).fill(0xab),
      seamAttributes: Uint8Array.of(0x0e, ...new Uint8Array(7)),
      ...changes,
    }
    return judgeModule(td as TdxQuote, { ...parseTcbInfo(collateral.tcb_info), ...info }, { status, advisories: ['P'] })
  }
  const identities = {
    tdxModuleIdentities: [
      { ...identity, id: 'tdx_1a', tcbLevels: [level(5, 'UpToDate', ['A']), level(2, 'OutOfDate', ['B'])] },
    ],
  }

  it('is that of the major version, at the level it reaches', () => {
    expect(judge({ teeTcbSvn: svn(5, 0x1a) }, identities)).toEqual({ status: 'UpToDate', advisories: ['P', 'A'] })
    expect(judge({ teeTcbSvn: svn(4, 0x1a) }, identities)).toEqual({ status: 'OutOfDate', advisories: ['P', 'B'] })
    expect(judge({ teeTcbSvn: svn(9, 0x1a) }, identities, 'OutOfDate')).toMatchObject({ status: 'OutOfDate' })
    expect(judge({ teeTcbSvn: svn(1, 0x1a) }, identities)).toMatchObject({
      ...{ kind: 'unavailable', step: 'module-identity', why: 'Intel lists no level for version 1 of TDX_1A.' },
    })
    const module = (id: string) => ({
      kind: 'unavailable',
      step: 'module-identity',
      why: `Intel's TCB info does not describe the module "${id}".`,
    })
    expect(judge({ teeTcbSvn: svn(5, 2) }, identities)).toEqual(module('TDX_02'))
    expect(judge({ teeTcbSvn: svn(5, 2) }, { tdxModuleIdentities: undefined })).toEqual(module('TDX_02'))
    expect(judge({ teeTcbSvn: svn(5, 0) }, { tdxModule: undefined })).toEqual(module('tdxModule'))
    expect(judge({ teeTcbSvn: svn(5, 0) }, { tdxModule: identity })).toEqual({ status: 'UpToDate', advisories: ['P'] })
  })

  it('is the running one too, where the quote names both', () => {
    const both = (running: Uint8Array) => judge({ teeTcbSvn: svn(5, 0x1a), teeTcbSvn2: running }, identities)
    expect(both(svn(2, 0x1a))).toEqual({ status: 'OutOfDate', advisories: ['P', 'A', 'B'] })
    expect(both(svn(1, 0x1a))).toMatchObject({ kind: 'unavailable' })
  })

  it('is Intel’s by signer and attributes, revoked by its own level', () => {
    const other = { mrSignerSeam: new Uint8Array(48).fill(0xac) }
    for (const teeTcbSvn of [svn(5, 0), svn(5, 0x1a)]) {
      const info = { ...identities, tdxModule: identity }
      expect(judge({ teeTcbSvn, ...other }, info)).toMatchObject({
        ...{ kind: 'refused', step: 'module-identity', expected: 'ab'.repeat(48), found: 'ac'.repeat(48) },
      })
      const attributes = { seamAttributes: Uint8Array.of(0x10, ...new Uint8Array(7)) }
      expect(judge({ teeTcbSvn, ...attributes }, info)).toMatchObject({
        ...{ kind: 'refused', expected: '00'.repeat(8), found: `10${'00'.repeat(7)}` },
      })
    }
    const revoked = { tdxModuleIdentities: [{ ...identity, id: 'TDX_1A', tcbLevels: [level(0, 'Revoked')] }] }
    expect(judge({ teeTcbSvn: svn(5, 0x1a) }, revoked)).toMatchObject({ kind: 'refused', step: 'module-identity' })
  })
})

describe('levels of a platform', () => {
  it('are reached in each version, the equal one included', () => {
    const levels = [
      { tcb: { isvsvn: 8 }, tcbStatus: 'UpToDate', advisoryIDs: ['A'] },
      { tcb: { isvsvn: 3 }, tcbStatus: 'OutOfDate' },
    ]
    expect([9, 8, 7, 3, 2].map((svn) => findSvnState(svn, levels)?.status)).toEqual([
      'UpToDate',
      'UpToDate',
      'OutOfDate',
      'OutOfDate',
      undefined,
    ])
    expect(findSvnState(3, levels)).toEqual({ status: 'OutOfDate', advisories: [] })
    const inForce = judgeCollateral(quote, platform, collateral, AT)
    if ('kind' in inForce) throw new Error(inForce.why)
    const [first] = inForce.tcbInfo.tcbLevels
    if (first === undefined) throw new Error('there is a level')
    const only = (tcb: object, pck: object = {}, of: Quote = quote) => {
      const tcbInfo = { ...inForce.tcbInfo, tcbLevels: [{ ...first, tcb: { ...first.tcb, ...tcb } }] }
      return judgeTcb(of, { ...platform, pck: { ...platform.pck, ...pck } }, { ...inForce, tcbInfo })
    }
    const reached = { status: 'UpToDate', advisories: [] }
    expect(only({})).toEqual(reached)
    expect(only({ pcesvn: platform.pck.pceSvn })).toEqual(reached)
    expect(only({ pcesvn: platform.pck.pceSvn + 1 })).toMatchObject({ kind: 'unavailable' })
    for (const name of ['sgxtcbcomponents', 'tdxtcbcomponents'] as const) {
      const found = name === 'sgxtcbcomponents' ? platform.pck.cpuSvn : quote.teeTcbSvn
      for (const at of [0, 7, 15]) {
        const components = (more: number) => ({
          [name]: [...found].map((svn, place) => ({ svn: svn + (place === at ? more : 0) })),
        })
        expect(only(components(0))).toEqual(reached)
        expect(only(components(1))).toMatchObject({ kind: 'unavailable' })
      }
      expect(only({ [name]: [...found].slice(1).map(() => ({ svn: 0 })) })).toMatchObject({ kind: 'unavailable' })
    }
    expect(only({ tdxtcbcomponents: undefined })).toMatchObject({ kind: 'unavailable' })
    const sgx = parseQuote(mintSgxQuote(pki, { reportData }))
    expect(only({ tdxtcbcomponents: undefined }, {}, sgx)).toEqual(reached)
  })

  it('are those of Intel’s own quoting enclave', () => {
    const identity = parseQeIdentity(collateral.qe_identity)
    const { qe } = platform
    expect(judgeQuotingEnclave(qe, identity)).toBeNull()
    const under = { ...identity, miscselect: '78563412', miscselectMask: 'FFFFFFFF' }
    expect(judgeQuotingEnclave({ ...qe, miscSelect: 0x12345678 }, under)).toBeNull()
    expect(judgeQuotingEnclave({ ...qe, miscSelect: 0x12345679 }, under)).toMatchObject({
      expected: '78563412',
      found: '79563412',
    })
    expect(judgeQuotingEnclave({ ...qe, miscSelect: 0x12345679 }, { ...under, miscselectMask: 'F0FFFFFF' })).toBeNull()
    const masked = { ...identity, attributes: 'F1'.repeat(16), attributesMask: 'F0'.repeat(16) }
    expect(judgeQuotingEnclave({ ...qe, attributes: new Uint8Array(16).fill(0xf5) }, masked)).toBeNull()
    expect(
      judgeQuotingEnclave({ ...qe, attributes: new Uint8Array(16).fill(0xf5).with(15, 0xe5) }, masked)?.why,
    ).toMatch(/its attributes differs/)
    expect(judgeQuotingEnclave({ ...qe, attributes: qe.attributes.with(0, 0x03) }, masked)?.why).toBe(
      'The quoting enclave can be debugged.',
    )
  })
})

describe('collateral in force', () => {
  const judge = (at: number, changes: Partial<Collateral> = {}, of: Quote = quote) => {
    const found = judgeCollateral(of, platform, { ...collateral, ...changes }, at)
    return 'kind' in found ? found.why : 'in force'
  }

  it('is so from the first to the last millisecond of every window', () => {
    for (const at of [AT - 15 * DAY, AT, AT + 15 * DAY]) expect(judge(at)).toBe('in force')
    for (const at of [AT - 15 * DAY - 1, AT + 15 * DAY + 1]) expect(judge(at)).toMatch(/^TCB info was not in force: /)
    const early = Date.UTC(2018, 4, 21)
    for (const at of [early - 1, Date.UTC(2100, 0, 1) + 1, Number.NaN])
      expect(judge(at)).toBe(`The time to judge at is not a time of this century: ${at}.`)
    for (const at of [early, Date.UTC(2100, 0, 1)]) expect(judge(at)).toMatch(/was not in force/)
  })

  it('names the list or certificate whose window it is', async () => {
    const later = await mintCollateral(pki, { at: AT + 10 * DAY })
    expect(judge(AT - 10 * DAY, { pck_crl: later.pck_crl })).toMatch(/^PCK CRL was not in force/)
    expect(judge(AT - 10 * DAY, { root_ca_crl: later.root_ca_crl })).toMatch(/^Root CRL was not in force/)
    const qe = { qe_identity: later.qe_identity, qe_identity_signature: later.qe_identity_signature }
    expect(judge(AT - 10 * DAY, qe)).toMatch(/^QE identity was not in force/)
    // The same chain in another text is verified anew, to the same end.
    expect(judge(AT, { qe_identity_issuer_chain: collateral.qe_identity_issuer_chain.trimEnd() })).toBe('in force')
    expect(judge(AT, { qe_identity_issuer_chain: collateral.pck_crl_issuer_chain })).toMatch(
      /^qe_identity_issuer_chain: /,
    )
  })
})

describe('collateral of another root', () => {
  it('is named by its chain, though it holds together by itself', async () => {
    const other = await mintCollateral(await createQuotePki(), { at: AT })
    const { tcb_info, tcb_info_signature, tcb_info_issuer_chain } = other
    const { qe_identity, qe_identity_signature, qe_identity_issuer_chain, pck_crl, pck_crl_issuer_chain } = other
    for (const [name, changes] of [
      ['tcb_info_issuer_chain', { tcb_info, tcb_info_signature, tcb_info_issuer_chain }],
      ['qe_identity_issuer_chain', { qe_identity, qe_identity_signature, qe_identity_issuer_chain }],
      ['pck_crl_issuer_chain', { pck_crl, pck_crl_issuer_chain }],
    ] as const)
      expect(judgeCollateral(quote, platform, { ...collateral, ...changes }, AT)).toMatchObject({
        ...{ kind: 'unavailable', step: 'collateral-valid', why: `${name}: does not end in the pinned root` },
      })
  })
})

describe('parts of a quote that are not read', () => {
  it('are named', () => {
    const errorOf = (bytes: Uint8Array) => {
      try {
        parseQuote(bytes)
      } catch (error) {
        return (error as Error).message
      }
      return 'read'
    }
    const newer = mintQuote(pki, { reportData, version: 5 })
    expect(errorOf(newer)).toBe('read')
    expect(errorOf(newer.with(48, 4))).toBe('body type: expected 2 or 3, found 4')
    expect(errorOf(newer.with(48, 1))).toBe('body type: expected 2 or 3, found 1')
    expect(errorOf(newer.with(48, 2))).toBe('body size: expected 584, found 648')
    expect(errorOf(newer.with(50, 0))).toMatch(/^body size: expected 648, found \d+$/)
    const older = mintQuote(pki, { reportData })
    // Behind header, body, size, signature and key.
    const type = 48 + 584 + 4 + 64 + 64
    expect(older[type]).toBe(6)
    expect(errorOf(older.with(type, 5))).toBe('certification data type: expected 6, found 5')
    const inner = type + 6 + 384 + 64 + 2 + 32
    expect(older[inner]).toBe(5)
    expect(errorOf(older.with(inner, 0))).toBe('PCK data type: expected 1 to 5, found 0')
    expect(errorOf(older.with(inner, 6))).toBe('PCK data type: expected 1 to 5, found 6')
    for (const spare of [1, 2, 3, 4]) expect(parseQuote(older.with(inner, spare)).pckChain).toBeNull()
  })
})

describe('bytes and PEM', () => {
  it('are the same where each is, and as long', () => {
    const bytes = Uint8Array.of(1, 2)
    expect(isSameBytes(bytes, Uint8Array.of(1, 2))).toBe(true)
    for (const other of [[1], [1, 2, 3], [1, 3], [3, 2], []])
      expect(isSameBytes(bytes, Uint8Array.from(other))).toBe(false)
    expect(isSameBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true)
  })

  it('have lines of 64 characters and at most four certificates', () => {
    const pem = (size: number) => toPem(new Uint8Array(size).fill(7))
    for (const size of [1, 47, 48, 49, 96, 100])
      expect(readPemChain(pem(size), 'c')).toEqual([new Uint8Array(size).fill(7)])
    expect(
      pem(49)
        .split('\n')
        .map(({ length }) => length),
    ).toEqual([27, 64, 4, 25])
    expect(readPemChain(Array(4).fill(pem(9)).join('\n'), 'c')).toHaveLength(4)
    const error = (text: string) => expect(() => readPemChain(text, 'c'))
    error(Array(5).fill(pem(9)).join('\n')).toThrow('c: more than 4 certificates')
    error(`x${pem(9)}`).toThrow('c: expected "-----BEGIN CERTIFICATE-----"')
    error(pem(49).replace('\nBw==', 'Bw==')).toThrow('c: expected base64 in lines of 64 characters')
    error(pem(48).replace('\n-----END', '\n\n-----END')).toThrow('c: expected base64 in lines of 64 characters')
    error(pem(9).replace('BwcH', 'Bw_H')).toThrow('c: expected base64 in lines of 64 characters')
    error(toPem(new Uint8Array(0))).toThrow('c: expected base64 in lines of 64 characters')
  })
})
