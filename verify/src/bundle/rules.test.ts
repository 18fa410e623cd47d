import { describe, expect, it } from 'vitest'
import { evidenceOf, honestRecords, PROVIDER, settlementOf, trailOf, word } from '../../testing/scenario.js'
import { unpackArchive } from './archive.js'
import { buildBundle } from './bundle.js'
import { subjectRule, toPlainSubject } from './facts.js'
import { MANIFEST_RULE, type Manifest } from './manifest.js'

const records = honestRecords(1)
const subject = settlementOf(records)
const HASH = '0'.repeat(64)

function manifestOf(): Manifest {
  const receipt = { header: Uint8Array.of(1), transactionIndex: 0, receiptProof: [Uint8Array.of(2)], source: 's' }
  const evidence = { ...evidenceOf({ trails: [trailOf(records)] }), receipt }
  const entries = unpackArchive(buildBundle({ subject, evidence, verdict: null, gaps: [] }))
  const [, bytes] = [...entries].find(([name]) => name.startsWith('manifest/')) ?? []
  return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as Manifest
}

describe('facts of a settlement', () => {
  const plain = toPlainSubject(subject)
  const [service] = plain.services
  const check = (changes: object) => subjectRule({ ...plain, ...changes }, 's')
  const withService = (changes: object) => check({ services: [{ ...service, ...changes }] })
  const withItem = (changes: object) => check({ item: { ...plain.item, ...changes } })

  it('are kept with what may be missing', () => {
    for (const changes of [{}, { item: null, signer: null, fundSpent: null, services: [] }])
      expect(check(changes)).toBeUndefined()
    for (const changes of [
      { until: 5 },
      { until: null },
      { targetTeeAddress: PROVIDER },
      { pricing: { modified: 'x' } },
    ])
      expect(withService(changes)).toBeUndefined()
    expect(withService({ derivedMode: 'm', verifiability: 'v', model: 'm'.repeat(2000) })).toBeUndefined()
    expect(withItem({ signature: `0x${'ab'.repeat(200)}`, totalFee: '9'.repeat(78), nonce: '0' })).toBeUndefined()
    for (const n of ['1', '12', '999999'])
      expect(check({ id: `${plain.chainId}-${subject.txHash}-${n}` })).toBeUndefined()
    for (const generation of ['B', 'C', 'D', 'E']) expect(check({ generation })).toBeUndefined()
  })

  it.each<[() => string | undefined, RegExp]>([
    [() => check({ id: '1-2-3' }), /^s\.id: expected 16661-0x[0-9a-f]{64}- and a number from 0 on$/],
    [() => check({ id: 'i'.repeat(201) }), /^s\.id: expected/],
    ...['', '01', '-1', 'x', '0 ', '1e1', '1x', '1000000'].map((n): [() => string | undefined, RegExp] => [
      () => check({ id: `${plain.chainId}-${subject.txHash}-${n}` }),
      /^s\.id: expected/,
    ]),
    [() => check({ ordinal: 1 }), /^s\.id: expected 16661-0x[0-9a-f]{64}- and a number from 1 on$/],
    [() => check({ chainId: 0 }), /^s\.chainId: expected a positive whole number$/],
    [() => check({ chainId: -1 }), /^s\.chainId: expected/],
    [() => check({ chainId: 1.5 }), /^s\.chainId: expected/],
    [() => check({ generation: 'F' }), /^s\.generation: expected B, C, D or E$/],
    [() => check({ generation: '' }), /^s\.generation: expected/],
    [() => check({ signerAcknowledged: 1 }), /^s\.signerAcknowledged: expected true or false$/],
    [() => check({ unsettledAmount: '01' }), /^s\.unsettledAmount: expected a decimal of at most 78 digits$/],
    [() => check({ unsettledAmount: 'x1' }), /^s\.unsettledAmount: expected/],
    [() => check({ unsettledAmount: '1x' }), /^s\.unsettledAmount: expected/],
    [() => check({ unsettledAmount: '9'.repeat(79) }), /^s\.unsettledAmount: expected/],
    [() => check({ balanceAfter: -1 }), /^s\.balanceAfter: expected/],
    [() => check({ previousNonce: '' }), /^s\.previousNonce: expected/],
    [() => check({ signer: '0x12' }), /^s\.signer: expected/],
    [() => check({ services: Array(1001).fill(service) }), /^s\.services: expected/],
    [() => withItem({ signature: '0x123' }), /^s\.item\.signature: expected 0x and hex of at most 200 bytes$/],
    [() => withItem({ signature: `0x${'ab'.repeat(201)}` }), /^s\.item\.signature: expected/],
    [() => withItem({ signature: 'x0x12' }), /^s\.item\.signature: expected/],
    [() => withItem({ totalFee: '1e3' }), /^s\.item\.totalFee: expected/],
    [() => withService({ until: 'never' }), /^s\.services\[0\]\.until: expected/],
    [() => withService({ model: 'm'.repeat(2001) }), /^s\.services\[0\]\.model: expected/],
    [() => withService({ targetTeeAddress: '0x' }), /^s\.services\[0\]\.targetTeeAddress: expected/],
    [() => withService({ pricing: 'other' }), /^s\.services\[0\]\.pricing: expected/],
    [() => withService({ pricing: { modified: 'm'.repeat(2001) } }), /^s\.services\[0\]\.pricing\.modified: expected/],
    [() => withService({ derivedMode: 'm'.repeat(2001) }), /^s\.services\[0\]\.derivedMode: expected/],
    [() => withService({ verifiability: 7 }), /^s\.services\[0\]\.verifiability: expected/],
  ])('are refused by the name of the field (%#)', (wrong, message) => {
    expect(wrong()).toMatch(message)
  })
})

describe('the manifest', () => {
  const manifest = manifestOf()
  const check = (changes: object) => MANIFEST_RULE({ ...manifest, ...changes }, 'm')
  const withReceipt = (changes: object) => check({ receipt: { ...manifest.receipt, ...changes } })
  const use = { signature: '0xab', settlement: 'x', blockTime: 1, root: word(3), line: 2 }
  const report = { source: 's', observedAt: 5, signature: null, collateral: null, file: 'f', sha256: HASH }
  const verdict = { body: 'b', signature: `${'A'.repeat(86)}==`, keyId: HASH }

  it('is kept with what may be missing', () => {
    for (const changes of [
      {},
      {
        receipt: null,
        receiptAttempts: [{ source: 's', outcome: 'o' }],
        verdict,
        earlierUses: [use],
        reports: [report],
      },
      { earlierUses: [{ ...use, author: PROVIDER, text: 't', signingAddress: PROVIDER, isPartial: false }] },
      { reports: [{ ...report, signature: '0x', collateral: { file: 'c', sha256: HASH } }] },
      { imageBundles: [{ file: 'f', sha256: HASH }], gaps: ['g'.repeat(2000)] },
    ])
      expect(check(changes)).toBeUndefined()
    expect(withReceipt({ header: 'ab'.repeat(1024 * 1024), transactionProof: [] })).toBeUndefined()
  })

  it.each<[() => string | undefined, RegExp]>([
    [() => withReceipt({ header: 'abc' }), /^m\.receipt\.header: expected whole bytes, at most 1048576$/],
    [() => withReceipt({ header: `${'ab'.repeat(1024 * 1024)}ab` }), /^m\.receipt\.header: expected whole bytes/],
    [() => withReceipt({ header: '' }), /^m\.receipt\.header: expected lower-case hex$/],
    [() => withReceipt({ header: 'AB' }), /^m\.receipt\.header: expected lower-case hex$/],
    [() => withReceipt({ header: '0xab' }), /^m\.receipt\.header: expected lower-case hex$/],
    [() => withReceipt({ header: 'abxx' }), /^m\.receipt\.header: expected lower-case hex$/],
    [() => withReceipt({ receiptProof: Array(65).fill('ab') }), /^m\.receipt\.receiptProof: expected/],
    [() => withReceipt({ transactionProof: ['x'] }), /^m\.receipt\.transactionProof\[0\]: expected/],
    [() => withReceipt({ transactionIndex: -1 }), /^m\.receipt\.transactionIndex: expected/],
    [() => withReceipt({ source: 's'.repeat(2001) }), /^m\.receipt\.source: expected/],
    [() => check({ receiptAttempts: [{ source: 's' }] }), /^m\.receiptAttempts\[0\]\.outcome: expected/],
    [() => check({ reports: [{ ...report, sha256: `${HASH}0` }] }), /sha256: expected 64 lower-case hex digits$/],
    [() => check({ reports: [{ ...report, sha256: `x${HASH}` }] }), /sha256: expected 64 lower-case hex digits$/],
    [() => check({ reports: [{ ...report, file: 'f'.repeat(101) }] }), /^m\.reports\[0\]\.file: expected/],
    [
      () => check({ reports: [{ ...report, signature: '0x1' }] }),
      /signature: expected 0x and hex of at most 200 bytes$/,
    ],
    [() => check({ reports: [{ ...report, signature: ' 0x12' }] }), /signature: expected 0x and hex/],
    [() => check({ reports: [{ ...report, collateral: {} }] }), /^m\.reports\[0\]\.collateral/],
    [() => check({ reports: [{ ...report, observedAt: -1 }] }), /^m\.reports\[0\]\.observedAt: expected/],
    [() => check({ imageBundles: [{}] }), /^m\.imageBundles\[0\]/],
    [() => check({ earlierUses: [{ ...use, signature: 'x0xab' }] }), /signature: expected 0x and hex/],
    [
      () => check({ earlierUses: [{ ...use, signature: '0xabz' }] }),
      /signature: expected 0x and hex of at most 200 bytes$/,
    ],
    [() => check({ earlierUses: [{ ...use, isPartial: 1 }] }), /isPartial: expected true or false$/],
    [() => check({ earlierUses: [{ ...use, author: '0x' }] }), /author: expected/],
    [() => check({ earlierUses: [{ ...use, text: 't'.repeat(8193) }] }), /text: expected/],
    [
      () => check({ verdict: { ...verdict, signature: 'A'.repeat(88) } }),
      /^m\.verdict\.signature: expected base64 of 64 bytes$/,
    ],
    [() => check({ verdict: { ...verdict, signature: `A${verdict.signature}` } }), /^m\.verdict\.signature: expected/],
    [() => check({ verdict: { ...verdict, signature: `${verdict.signature}=` } }), /^m\.verdict\.signature: expected/],
    // 64 bytes in another spelling: bits behind the last byte that mean nothing.
    [
      () => check({ verdict: { ...verdict, signature: `${'A'.repeat(85)}B==` } }),
      /^m\.verdict\.signature: expected base64/,
    ],
    [() => check({ gaps: Array(1001).fill('g') }), /^m\.gaps: expected/],
    [() => check({ unfetched: [{}] }), /^m\.unfetched\[0\]/],
  ])('is refused by the name of the field (%#)', (wrong, message) => {
    expect(wrong()).toMatch(message)
  })
})
