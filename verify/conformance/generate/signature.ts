import { requestsHash, settlementDigest } from '../../src/index.js'
import { testKey } from '../../testing/keys.js'
import { CHAIN, CONTRACT, honestRecords, NONCE, PAYER, PAYER_AS_HASHED, PROVIDER } from '../../testing/scenario.js'
import type { Writer } from './writer.js'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const key = testKey(0x51)
const TESTNET = { chainId: 16602, contract: `0x${'a7'.repeat(20)}` } as const

/** The commitment to requests, the digest of a settlement, and its signature. */
export function signatureVectors(writer: Writer): void {
  requestVectors(writer)
  digestVectors(writer)
  recoveryVectors(writer)
}

function requestVectors(writer: Writer): void {
  const requests = honestRecords(3).map(
    ({ requestHash = '', userAddress = '', fee = '', inputFee = '', outputFee = '' }) => ({
      requestHash,
      userAddress,
      fee,
      inputFee,
      outputFee,
    }),
  )
  const hash = requestsHash(requests)
  const changed = (change: Record<string, unknown>) =>
    requests.map((one, at) => (at === 1 ? { ...one, ...change } : one))
  writer.vector('requests-hash/three.pass', 'Five strings of each, one after the other.', { requests, hash })
  writer.vector('requests-hash/one.pass', 'A single request.', {
    requests: requests.slice(0, 1),
    hash: requestsHash(requests.slice(0, 1)),
  })
  const failing: [string, string, unknown[]][] = [
    ['order', 'In the order of their creation.', requests.toReversed()],
    ['one-missing', 'One request less.', requests.slice(1)],
    ['one-doubled', 'One request twice.', [...requests, ...requests.slice(2)]],
    ['user-lower-case', 'Letters count as they were hashed.', changed({ userAddress: PAYER_AS_HASHED.toLowerCase() })],
    ['fee-changed', 'One digit differs.', changed({ fee: '1' })],
    ['fee-leading-zero', 'Digits count as they were hashed.', changed({ fee: `0${requests[1]?.fee}` })],
    ['none', 'No request.', []],
  ]
  for (const [name, about, list] of failing)
    writer.vector(`requests-hash/${name}.fail`, about, { requests: list, hash })
  writer.vector('requests-hash/fee-as-number.refused', 'Wrong type.', { requests: changed({ fee: 1 }), hash })
  writer.vector('requests-hash/field-missing.refused', 'A field is missing.', {
    requests: changed({ fee: undefined }),
    hash,
  })
  writer.vector('requests-hash/no-list.refused', 'Wrong type.', { requests: 'x', hash })
}

const settlement = {
  chainId: CHAIN,
  contract: CONTRACT,
  requestsHash: `0x${'3c'.repeat(32)}`,
  nonce: String(NONCE),
  provider: PROVIDER,
  user: PAYER,
  totalFee: '123456789000000000',
} as const

function digestVectors(writer: Writer): void {
  for (const [name, scheme, domain] of [
    ['typed-data', 'eip712', {}],
    ['typed-data-of-another-chain', 'eip712', TESTNET],
    ['personal-message', 'eip191', {}],
  ] as const) {
    const fields = { scheme, ...settlement, ...domain }
    const digest = settlementDigest(fields)
    const id = `settlement-digest/${name}` as const
    writer.vector(`${id}.pass`, 'The digest that is signed.', { ...fields, digest })
    writer.vector(`${id}-nonce.fail`, 'Another nonce.', { ...fields, nonce: '1', digest })
    writer.vector(`${id}-fee.fail`, 'Another amount.', { ...fields, totalFee: '123456789000000001', digest })
    writer.vector(`${id}-parties.fail`, 'Provider and user swapped.', {
      ...fields,
      provider: PAYER,
      user: PROVIDER,
      digest,
    })
  }
  const fields = { scheme: 'eip712', ...settlement, digest: settlementDigest({ scheme: 'eip712', ...settlement }) }
  const bad: [string, string, Record<string, unknown>][] = [
    ['nonce-leading-zero', 'A decimal has one form.', { nonce: '01' }],
    ['nonce-hex', 'A decimal has one form.', { nonce: '0x1' }],
    ['nonce-negative', 'A word is not negative.', { nonce: '-1' }],
    ['nonce-empty', 'A decimal has digits.', { nonce: '' }],
    ['fee-fraction', 'Amounts are whole.', { totalFee: '1.0' }],
    ['fee-beyond-256-bits', 'A word has 256 bits.', { totalFee: String(2n ** 256n) }],
    ['user-short', 'An address has 20 bytes.', { user: '0x12' }],
    ['hash-long', 'A hash has 32 bytes.', { requestsHash: `${settlement.requestsHash}00` }],
  ]
  for (const [name, about, change] of bad)
    writer.vector(`settlement-digest/${name}.refused`, about, { ...fields, ...change })
}

function recoveryVectors(writer: Writer): void {
  const sign = (scheme: 'eip712' | 'eip191') =>
    key.signDigest(Buffer.from(settlementDigest({ scheme, ...settlement }).slice(2), 'hex'))
  const typed = { scheme: 'eip712', ...settlement, rules: 'strict', signature: sign('eip712'), signer: key.address }
  const legacy = { scheme: 'eip191', ...settlement, rules: 'legacy', signature: sign('eip191'), signer: key.address }
  writer.vector('settlement-signature/typed-data.pass', 'Signed by the key.', typed)
  writer.vector('settlement-signature/personal-message.pass', 'Signed by the key, before January 2026.', legacy)
  writer.vector('settlement-signature/legacy-upper-s.pass', 'The old contracts take the twin.', {
    ...legacy,
    signature: twinOf(legacy.signature),
  })
  const { signature } = typed
  const failing: [string, string, Record<string, unknown>][] = [
    ['other-signer', 'Another key.', { signer: PROVIDER }],
    ['replayed-on-another-chain', 'Signed for another chain.', { chainId: TESTNET.chainId }],
    ['replayed-on-another-contract', 'Signed for another contract.', { contract: TESTNET.contract }],
    ['replayed-with-another-nonce', 'Signed for another nonce.', { nonce: '1' }],
    ['other-amount', 'Signed for another amount.', { totalFee: '1' }],
    ['other-scheme', 'A signature over a personal message.', { signature: legacy.signature }],
    [
      'recovery-turned',
      'The other key of the two.',
      { signature: `${signature.slice(0, -2)}${signature.endsWith('1b') ? '1c' : '1b'}` },
    ],
  ]
  for (const [name, about, change] of failing)
    writer.vector(`settlement-signature/${name}.fail`, about, { ...typed, ...change })
  const refused: [string, string, Record<string, unknown>][] = [
    ['upper-s', 'The twin is refused since January 2026.', { signature: twinOf(signature) }],
    ['v-zero', 'Only 27 and 28.', { signature: `${signature.slice(0, -2)}00` }],
    ['v-29', 'Only 27 and 28.', { signature: `${signature.slice(0, -2)}1d` }],
    ['one-byte-short', 'A signature has 65 bytes.', { signature: signature.slice(0, -2) }],
    ['one-byte-long', 'A signature has 65 bytes.', { signature: `${signature}00` }],
    ['empty', 'No signature.', { signature: '0x' }],
    ['upper-case', 'Hex is lower-case.', { signature: signature.toUpperCase().replace('X', 'x') }],
    ['no-text', 'Wrong type.', { signature: 7 }],
  ]
  for (const [name, about, change] of refused)
    writer.vector(`settlement-signature/${name}.refused`, about, { ...typed, ...change })
}

function twinOf(signature: string): string {
  const s = ORDER - BigInt(`0x${signature.slice(66, 130)}`)
  const v = signature.endsWith('1b') ? '1c' : '1b'
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}`
}
