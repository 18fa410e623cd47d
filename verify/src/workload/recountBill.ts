/** The token counts of a bill's responses, counted again as far as they are published. */
import type { Candidate } from '../opening/candidates.js'
import type { JudgedEvidence, SettlementSubject } from '../subject.js'
import { findBodyBytes, rereadRecords } from '../trail/parse.js'
import type { TrailRecord } from '../trail/record.js'
import type { ModelEntry, TrustMaterial } from '../trust.js'
import type { Observation } from '../verdict.js'
import { findService } from './inForce.js'
import { findModel } from './modelChecks.js'
import { COMPLETION_EXCUSES, type Count, PROMPT_EXCUSES, recount, type Tokenizer } from './recount.js'

/** Records looked at, and bytes of their bodies together: counting takes microseconds a byte. */
const MAX_RECORDS = 50
const MAX_BYTES = 512 * 1024
const MAX_LISTED = 3

/** Whether a vocabulary would be used for this settlement: to be asked before one is loaded. */
export function needsTokenizer(
  subject: Pick<SettlementSubject, 'services' | 'blockTime'>,
  evidence: Pick<JudgedEvidence, 'trails'>,
  trust: Pick<TrustMaterial, 'models'>,
): boolean {
  return evidence.trails.length > 0 && findEntry(subject, trust)?.tokenizer === 'qwen3'
}

/** One observation over the first records of the list that opens the bill; none where no response could be counted. */
export function observeRecount(
  subject: SettlementSubject,
  opened: Candidate | undefined,
  trust: TrustMaterial,
  tokenizer: Tokenizer | undefined,
): Observation[] {
  const entry = findEntry(subject, trust)
  if (opened === undefined || tokenizer === undefined || entry?.tokenizer !== 'qwen3') return []
  const completions: Counted[] = []
  const prompts: Counted[] = []
  for (const { line, request, response } of listBodies(opened)) {
    const found = recount({ entry, tokenizer, request, response })
    if (found?.completion !== undefined) completions.push({ line, ...found.completion })
    if (found?.prompt !== undefined) prompts.push({ line, ...found.prompt })
  }
  const of = opened.requests.length
  const sentences = [
    ...describe('completion', completions, of, COMPLETION_EXCUSES),
    ...describe('prompt', prompts, of, PROMPT_EXCUSES),
  ]
  if (sentences.length === 0) return []
  const evidence = [{ kind: 'root', ref: opened.trail.root } as const]
  return [{ id: 'token-recount', question: 'workload', text: sentences.join(' '), evidence }]
}

interface Counted extends Count {
  line: number
}

function findEntry(
  { services, blockTime }: Pick<SettlementSubject, 'services' | 'blockTime'>,
  trust: Pick<TrustMaterial, 'models'>,
): ModelEntry | undefined {
  const model = findService(services, blockTime)?.model
  return model === undefined ? undefined : findModel(trust, model)
}

/** The published bodies of the first records that have their bytes. The trail is read again: no bytes were kept. */
function* listBodies({ trail, requests }: Candidate) {
  const lines = new Set<number>()
  for (const { line, record, request, response } of requests) {
    if (request?.sha256 !== record.request.sha256 || response?.sha256 !== record.response.sha256) continue
    lines.add(line)
    if (lines.size === MAX_RECORDS) break
  }
  let left = MAX_BYTES
  if (lines.size === 0) return
  for (const { line, record } of rereadRecords(trail.bytes)) {
    if (!lines.delete(line)) continue
    const bodies = findBodies(record)
    if (bodies !== undefined) {
      left -= bodies.request.length + bodies.response.length
      if (left < 0) return
      yield { line, ...bodies }
    }
    if (lines.size === 0) return
  }
}

function findBodies({ request, response }: TrailRecord) {
  const [asked, answered] = [findBodyBytes(request), findBodyBytes(response)]
  return asked === undefined || answered === undefined ? undefined : { request: asked, response: answered }
}

function describe(which: 'completion' | 'prompt', counts: readonly Counted[], of: number, excuses: string): string[] {
  if (counts.length === 0) return []
  const different = counts.filter(({ stated, counted }) => stated !== counted)
  const head = `${counts.length} of ${of} responses recounted with Qwen3's vocabulary: ${which} tokens equal in ${counts.length - different.length}`
  if (different.length === 0) return [`${head}.`]
  const listed = different
    .slice(0, MAX_LISTED)
    .map(({ line, stated, counted }) => `line ${line}: ${stated} stated, ${counted} counted`)
  const more = different.length > listed.length ? [`${different.length - listed.length} more`] : []
  return [`${head}; different in ${[...listed, ...more].join('; ')}. ${excuses}`]
}
