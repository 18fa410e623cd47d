import { bytesOf, RefusedInput, textOf, timeOf } from './input.mjs'
import { fold } from './outcome.mjs'

const KINDS = { genuine: 'pass', refused: 'fail', unavailable: 'unavailable', absent: 'absent' }

export function enclaveOperations({
  conclude,
  judgeQuote,
  parseCollateral,
  verifyEnclaveReport,
  isAuthoredBy,
  checkWorkload,
}) {
  return {
    quote: async ({ quote, collateral, at, trust }) => {
      const parsed = collateral === null ? null : tryParse(parseCollateral, textOf(collateral, 'collateral'))
      if (typeof parsed === 'string') return { outcome: 'unavailable', detail: parsed }
      const roots = trustOf(trust).quoteRoots
      const result = await judgeQuote(bytesOf(quote, 'quote'), { collateral: parsed, at: timeOf(at, 'at'), roots })
      if (result.kind === 'genuine') return { outcome: 'pass', detail: result.tcbStatus }
      const isTorn = result.kind === 'refused' && result.step === 'quote-form'
      return { outcome: isTorn ? 'refused' : KINDS[result.kind], detail: `${result.step}: ${result.why}` }
    },
    report: async ({ report, collateral, at, signer, trust }) => {
      const { checks } = await verifyEnclaveReport(bytesOf(report, 'report'), {
        collateral: collateral === undefined ? null : textOf(collateral, 'collateral'),
        at: timeOf(at, 'at'),
        signer,
        trust: trustOf(trust),
      })
      return fold(conclude({ kind: 'enclave-report' }, checks))
    },
    'report-signature': ({ report, signature, signer }) => ({
      outcome: isAuthoredBy(bytesOf(report, 'report'), signature, signer) ? 'pass' : 'fail',
    }),
    workload: async ({ compose, measured, service, at, trust }) => {
      const text = compose === null ? null : textOf(compose, 'compose')
      const subject = { blockTime: timeOf(at, 'at'), services: service === null ? [] : [service] }
      const { checks } = await checkWorkload(subject, measured && { ...measured, compose: text }, trustOf(trust))
      const { questions } = conclude({ kind: 'settlement', status: 0 }, checks)
      const { status, reason } = questions.find(({ id }) => id === 'workload')
      return { outcome: status, detail: reason }
    },
  }
}

function tryParse(parseCollateral, text) {
  try {
    return parseCollateral(text)
  } catch (error) {
    if (error?.name === 'CollateralError') return error.message
    throw error
  }
}

function trustOf(trust) {
  try {
    return JSON.parse(textOf(trust, 'trust'))
  } catch (cause) {
    throw new RefusedInput('trust: expected JSON', { cause })
  }
}
