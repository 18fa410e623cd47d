/** Opening and content of a bill of 1 000 requests, whose trail carries 2 KiB of every request and response. */
import { createHash } from 'node:crypto'
import { requestsHash, toBase64 } from '@touchstone/verify'
import { checkContent } from '../../verify/dist/content/content.js'
import { checkOpening } from '../../verify/dist/opening/opening.js'
import { report } from '../report.mjs'
import { measure } from '../stopwatch.mjs'
import { importTesting } from '../testing.mjs'

const RECORDS = 1000
const BODY = 2048

const { evidenceOf, honestRecord, serviceKey, settlementOf, trailOf, trust } = await importTesting('scenario')

console.error(`  signing ${RECORDS} responses`)
const records = Array.from({ length: RECORDS }, (_, n) => withBodies(honestRecord(n)))
const subject = settlementOf(records)
if (requestsHash(records) !== subject.item.requestsHash) throw new Error('The records are not those of the bill.')
const evidence = evidenceOf({ trails: [trailOf(records)] })

const judge = () => {
  const opening = checkOpening(subject, evidence)
  const content = checkContent(subject, evidence, trust, opening)
  return [...opening.checks, ...content.checks]
}
const wrong = judge().filter(({ status }) => status !== 'pass')
if (wrong.length > 0) throw new Error(`Not everything passes: ${JSON.stringify(wrong)}`)
const ms = await measure(judge, { rounds: 8 })
const result = { bench: 'trail', case: `${RECORDS} records, bodies of ${BODY} bytes` }
report({ ...result, metric: 'opening and content', value: ms, unit: 'ms' }, { below: 250 })
report({ ...result, metric: 'size of the file', value: evidence.trails[0].bytes.length / 1e6, unit: 'MB' })

/** The record with bodies filled up to the size, and its proof made anew. */
function withBodies(record) {
  const request = fill(record.request.bytes, '"role"')
  const response = fill(record.response.bytes, '"}}]')
  const text = `${digest(request)}:${digest(response)}`
  return {
    ...record,
    request: { sha256: digest(request), bytes: toBase64(request) },
    response: { sha256: digest(response), bytes: toBase64(response) },
    proof: { text, signature: serviceKey.signText(text), signingAddress: serviceKey.address },
  }
}

/** A body as JSON of the size, padded inside the text that ends before the mark. */
function fill(base64, mark) {
  const text = Buffer.from(base64, 'base64').toString()
  const at = mark === '"}}]' ? text.indexOf(mark) : text.indexOf(`",${mark}`)
  const padding = 'some more words '.repeat(BODY / 16).slice(0, BODY - text.length)
  return new TextEncoder().encode(text.slice(0, at) + padding + text.slice(at))
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}
