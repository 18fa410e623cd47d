import { buildTrail, type TrailRecord, toBase64 } from '../../src/index.js'
import {
  asPayerRecord,
  headerOf,
  honestRecord,
  honestRecords,
  mockKey,
  otherKey,
  PAYER,
  trust,
} from '../../testing/scenario.js'
import { type Bytes, edited, text, type Writer } from './writer.js'

const RECORDS = honestRecords(2)

type Change = (record: TrailRecord) => TrailRecord

/** Changes of the second record. */
const CHANGES: [`${string}.${'fail' | 'absent'}`, string, Change][] = [
  [
    'other-response.fail',
    'The digest is another one.',
    (record) => ({
      ...record,
      response: { ...record.response, bytes: toBase64(new TextEncoder().encode('{}')) },
    }),
  ],
  [
    'other-request.fail',
    'The digest is another one.',
    (record) => ({ ...record, request: { ...record.request, bytes: toBase64(new Uint8Array(0)) } }),
  ],
  [
    'other-signer.fail',
    'Signed by another key than named.',
    (record) => withProof(record, { signature: honestRecord(1, otherKey).proof?.signature ?? '0x' }),
  ],
  [
    'signature-twice.fail',
    'One signed answer under two requests.',
    (record) => ({
      ...record,
      request: RECORDS[0]?.request ?? record.request,
      response: RECORDS[0]?.response ?? record.response,
      ...(RECORDS[0]?.proof ? { proof: RECORDS[0].proof } : {}),
    }),
  ],
  ['fees-do-not-add-up.fail', 'The fee is not the sum of its parts.', (record) => ({ ...record, fee: '1' })],
  [
    'response-withheld.absent',
    'Its digest alone.',
    (record) => ({ ...record, response: { sha256: record.response.sha256 } }),
  ],
  ['without-proof.absent', 'Nobody signed it.', ({ proof, ...record }) => record],
]

/** Trails by themselves. */
export function trailVectors(writer: Writer): void {
  const material = text(JSON.stringify(trust))
  const whole = buildTrail(headerOf(), RECORDS)
  const as = writer.bytes('trails/two-requests.jsonl', whole)
  const put = (id: `${string}.${'pass' | 'fail' | 'absent' | 'refused'}`, about: string, file: Bytes) =>
    writer.vector(`trail/${id}`, about, { file, trust: material })
  const built = (name: string, records: readonly TrailRecord[], header = {}): Bytes =>
    writer.variant(`trails/${name}.jsonl`, buildTrail(headerOf(header), records), { bytes: whole, as })
  put('of-a-provider.pass', 'Two requests with everything.', as)
  put('three-requests.pass', 'Three requests with everything.', built('three-requests', honestRecords(3)))
  put(
    'of-a-payer.absent',
    'Without the fields that only a provider knows.',
    built('of-a-payer', RECORDS.map(asPayerRecord), { publisher: PAYER }),
  )
  put('mock-signer.fail', 'A key that everybody knows.', built('mock-signer', [honestRecord(0, mockKey)]))
  for (const [id, about, change] of CHANGES) {
    const records = RECORDS.map((record, at) => (at === 1 ? change(record) : record))
    put(id, about, built(id.slice(0, id.indexOf('.')), records))
  }
  const fee = RECORDS[0]?.fee ?? ''
  for (const [name, form] of [
    ['fee-leading-zero', `0${fee}`],
    ['fee-exponent', '1e21'],
    ['fee-negative', `-${fee}`],
    ['fee-fraction', `${fee}.0`],
    ['fee-not-a-number', 'NaN'],
  ])
    put(`${name}.fail`, 'A decimal has one form.', edited(as, ['replace', `"fee":"${fee}"`, `"fee":"${form}"`]))
  refusedVectors(put, as)
}

type Put = (id: `${string}.refused`, about: string, file: Bytes) => void

function refusedVectors(put: Put, as: Bytes): void {
  const fee = RECORDS[0]?.fee ?? ''
  const refused: [string, string, Bytes][] = [
    ['empty', 'No line.', text('')],
    ['truncated', 'The last line feed is missing.', edited(as, ['cut', 1])],
    ['cut-in-a-line', 'The last line is cut.', edited(as, ['cut', 100])],
    ['trailing-line', 'An empty line.', edited(as, ['append', '0a'])],
    ['trailing-space', 'A line that is not canonical.', edited(as, ['cut', 1], ['append', '200a'])],
    ['trailing-nul', 'A byte without a line feed.', edited(as, ['append', '00'])],
    ['byte-order-mark', 'UTF-8 without a mark.', edited(as, ['splice', 0, 0, 'efbbbf'])],
    ['not-utf8', 'A byte that UTF-8 does not have.', edited(as, ['splice', 20, 1, 'ff'])],
    ['carriage-returns', 'Lines end with a line feed alone.', edited(as, ['replace', '\n', '\r\n'])],
    ['other-spec', 'Another version.', edited(as, ['replace', 'touchstone-trail/1', 'touchstone-trail/2'])],
    ['fee-number', 'Wrong type.', edited(as, ['replace', `"fee":"${fee}"`, `"fee":${fee}`])],
    ['chain-as-text', 'Wrong type.', edited(as, ['replace', '"chainId":16661', '"chainId":"16661"'])],
    ['time-not-a-number', 'NaN is no JSON.', edited(as, ['replace', '"from":1760000040000', '"from":NaN'])],
    [
      'time-beyond-dates',
      'No date is so late.',
      edited(as, ['replace', '"from":1760000040000', '"from":9000000000000001']),
    ],
    ['key-twice', 'A key stands once.', edited(as, ['replace', '"chainId":16661', '"chainId":1,"chainId":16661'])],
    [
      'digest-upper-case',
      'Digests are lower-case.',
      edited(as, ['replace', RECORDS[0]?.request.sha256 ?? '', (RECORDS[0]?.request.sha256 ?? '').toUpperCase()]),
    ],
    ['base64-with-spaces', 'Base64 has one form.', edited(as, ['replace', '"bytes":"', '"bytes":" '])],
    [
      'nested-too-deep',
      'Lines are flat.',
      edited(as, ['replace', '"via":"direct"', `"via":"direct","x":${'['.repeat(40)}${']'.repeat(40)}`]),
    ],
    ['json-array', 'Wrong type.', text('[]\n')],
    ['page', 'An error page.', text('<html>\n')],
  ]
  for (const [name, about, file] of refused) put(`${name}.refused`, about, file)
}

function withProof(record: TrailRecord, changes: Partial<NonNullable<TrailRecord['proof']>>): TrailRecord {
  return record.proof === undefined ? record : { ...record, proof: { ...record.proof, ...changes } }
}
