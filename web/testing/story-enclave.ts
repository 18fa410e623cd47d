import { CHECK_TITLES, CHECKS, sha256 } from '@touchstone/verify'
import { createQuotePki, mintOs, mintReport } from '@touchstone/verify/mint'
import type { buildSettlement } from './story-settlement'
import { type ListArgs, toConnection } from './story-subject'
import { address, HOSTILE, hash, REPORT_SOURCE, REPORT_TIME, reportDigest, secondsAgo } from './story-values'

type Settlement = ReturnType<typeof buildSettlement>

const SIGNER: `0x${string}` = `0x${hash('signer of the minted report').slice(2, 42)}`
const COMPOSE = '{"docker_compose_file":"services:\\n  model:\\n    image: vllm"}'
const FMSPC = '00606a000000'

/** The body of a real report, minted once: what a page takes apart must be whole. */
const minted = await (async () => {
  const at = Date.parse(REPORT_TIME)
  const input = { form: 'broker', signer: SIGNER, compose: COMPOSE, os: mintOs('story-os'), at } as const
  return new TextDecoder().decode((await mintReport(await createQuotePki(), input)).body)
})()

/** Which checks of the three providers' reports do not pass: none, the model, the collateral. */
const WRONG: readonly Readonly<Record<string, [status: string, reason: string]>>[] = [
  {},
  { 'model-matches': ['fail', 'An undeclared derivative answers to the advertised name.'] },
  { 'collateral-valid': ['unavailable', 'No collateral of this platform was in force.'] },
]

/** What services answered about their enclaves, and the checks of the verdicts that rest on it. */
export function buildEnclaves(providers: readonly string[], settlements: readonly Settlement[], hostile: boolean) {
  const words = (plain: string, index: number) => (hostile ? (HOSTILE[index] ?? plain) : plain)
  const source = words(REPORT_SOURCE, 6)
  const captures = settlements.length === 0 ? [] : providers.map((provider, n) => buildCapture(provider, n, source))
  const judged = settlements.filter(({ questions }) => ['pass', 'fail'].includes(questions[4]?.status ?? ''))
  return {
    enclaveReports: ({ filter, ...args }: ListArgs) =>
      toConnection(
        captures.filter(
          ({ sha256: digest, provider }) =>
            (!filter?.sha256 || filter.sha256 === digest) && (!filter?.provider || filter.provider === provider),
        ),
        args,
      ),
    reportBody: ({ sha256: digest }: { sha256: string }) =>
      buildBody(
        captures.findIndex((one) => one.sha256 === digest),
        hostile,
      ),
    reportAttempts: (args: ListArgs) => toConnection(captures.length === 0 ? [] : [buildAttempt(words)], args),
    providerDrift: (args: ListArgs) => toConnection(captures.length === 0 ? [] : [buildDrift(words)], args),
    collateral: (args: ListArgs) => toConnection(captures.length === 0 ? [] : [buildCollateral(words)], args),
    checks: ({ settlement, question }: { settlement: string; question: string }) => {
      const bill = settlements.find(({ id }) => id === settlement)
      if (question === 'content') return bill?.questions.find(({ id }) => id === question)?.checks ?? []
      const found = judged.find(({ id }) => id === settlement)
      if (!found || hostile) return hostile ? (found?.questions.find(({ id }) => id === question)?.checks ?? []) : []
      return buildChecks(question, WRONG[providers.indexOf(found.provider)] ?? {}, source)
    },
    verdict: ({ id }: { id: string }) =>
      buildVerdict(
        settlements.find(({ verdict }) => verdict?.id === id),
        words,
      ),
  }
}

function buildCapture(provider: string, n: number, source: string) {
  return {
    id: String(n + 1),
    provider,
    source: { text: source },
    sha256: reportDigest(provider),
    size: '172066',
    author: n === 0 ? address(`signer ${provider}`) : null,
    binds: address(`signer ${provider}`),
    tee: n === 2 ? null : 'tdx',
    fmspc: n === 2 ? null : FMSPC,
    code: hash('code').slice(2),
    system: hash('system').slice(2),
    hasCollateral: n === 0,
    observedAt: REPORT_TIME,
    lastObservedAt: secondsAgo(5),
  }
}

/** The first provider's is whole, the second's cannot be read, the third's is not kept. */
function buildBody(index: number, hostile: boolean) {
  if (index === 2 || index < 0) return null
  const text = index === 1 ? '{"quote":"zz"}' : hostile ? JSON.stringify({ quote: HOSTILE }) : minted
  return { size: String(text.length), text, truncated: false }
}

function buildChecks(question: string, wrong: (typeof WRONG)[number], source: string) {
  const note = `observed at ${REPORT_TIME.slice(0, 19)}Z`
  const own = CHECKS.filter((check) => check.question === question && check.role === 'required')
  return own.map(({ id }) => {
    const [status, reason] = wrong[id] ?? ['pass', null]
    return {
      id,
      question,
      title: CHECK_TITLES[id],
      status,
      fault: status === 'fail' ? 'provider' : null,
      reason: reason === null ? null : { text: reason },
      expected: id === 'model-matches' ? { text: 'qwen3-32b = Qwen/Qwen3-32B' } : null,
      found:
        id === 'model-matches' ? { text: status === 'fail' ? 'Qwen/Qwen3-32B-abliterated' : 'Qwen/Qwen3-32B' } : null,
      evidence: id === 'report-published' ? [{ kind: 'source', ref: { text: source }, note: { text: note } }] : [],
    }
  })
}

function buildVerdict(settlement: Settlement | undefined, words: (plain: string, index: number) => string) {
  if (!settlement?.verdict) return null
  const observe = (id: string, text: string) => ({ id, question: 'enclave', text: { text }, evidence: [] })
  return {
    ...settlement.verdict,
    inForce: true,
    observations: [
      observe('tcb-status', words(`TCB status UpToDate as of ${REPORT_TIME}, no advisories.`, 2)),
      observe('tcb-now', 'TCB status OutOfDate as of today, INTEL-SA-00837.'),
      observe('gpu-none', 'The report claims no GPU evidence.'),
    ],
  }
}

function buildAttempt(words: (plain: string, index: number) => string) {
  const source = { text: words(REPORT_SOURCE, 4) }
  return { id: '7', outcome: 'time-out', source, detail: { text: words('10 s', 8) }, attemptedAt: secondsAgo(600) }
}

function buildDrift(words: (plain: string, index: number) => string) {
  const values = { from: { text: words('aa'.repeat(32), 1) }, to: { text: words('bb'.repeat(32), 12) } }
  const at = { fromAt: secondsAgo(900), toAt: secondsAgo(300), detectedAt: secondsAgo(299) }
  return { id: '3', kind: 'code', ...values, fromSha256: null, toSha256: hash('answer').slice(2), ...at }
}

function buildCollateral(words: (plain: string, index: number) => string) {
  return {
    id: '1',
    tee: 'tdx',
    ca: 'platform',
    fmspc: FMSPC,
    sha256: Buffer.from(sha256(new TextEncoder().encode('collateral'))).toString('hex'),
    source: words('http://127.0.0.1:5680', 9),
    validFrom: secondsAgo(86_400),
    validUntil: secondsAgo(-86_400),
    fetchedAt: secondsAgo(900),
    lastObservedAt: secondsAgo(30),
  }
}
