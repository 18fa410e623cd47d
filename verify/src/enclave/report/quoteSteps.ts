import { absent, failed, passed, unavailable } from '../../check.js'
import type { CheckId } from '../../registry.js'
import type { Check } from '../../verdict.js'
import type { QuoteJudgement, QuoteStep } from '../quote/types.js'

const STEPS: readonly QuoteStep[] = [
  'quote-form',
  'quote-chain',
  'collateral-valid',
  'tcb-not-revoked',
  'module-identity',
  'td-attributes',
]

/**
 * The six checks of a quote. Steps before the one where the judgement stopped hold; steps behind it were not looked at,
 * which is no pass.
 */
export function checkQuote(judgement: QuoteJudgement): Check[] {
  if (judgement.kind === 'genuine') return STEPS.map((step) => passOf(step, judgement))
  const stop = STEPS.indexOf(judgement.step)
  return STEPS.map((step, at) => {
    if (at < stop) return passed(step)
    return at === stop ? stopOf(judgement) : notLookedAt(step, judgement)
  })
}

/** A check that rests on a genuine quote, where there is none. */
export function notLookedAt(step: CheckId, { kind, why }: Exclude<QuoteJudgement, { kind: 'genuine' }>): Check {
  const reason = `Not looked at, the quote is not verified: ${why}`
  return kind === 'unavailable' ? unavailable(step, reason) : absent(step, reason)
}

function stopOf(judgement: Exclude<QuoteJudgement, { kind: 'genuine' }>): Check {
  const { kind, step, why } = judgement
  if (kind === 'unavailable') return unavailable(step, why)
  if (kind === 'absent') return absent(step, why)
  const { expected, found } = judgement
  return failed(step, 'provider', why, {
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
  })
}

function passOf(step: QuoteStep, judgement: Extract<QuoteJudgement, { kind: 'genuine' }>): Check {
  const { quote } = judgement
  if (step === 'module-identity' && quote.kind === 'sgx') {
    return absent(step, 'A quote of an SGX enclave names no TDX module.')
  }
  const found: Record<QuoteStep, string> = {
    'quote-form': `${quote.kind === 'tdx' ? 'TDX' : 'SGX'} quote, version ${quote.version}`,
    'quote-chain': judgement.root,
    'collateral-valid': `by ${judgement.verifiers.join(', ')}`,
    'tcb-not-revoked': judgement.tcbStatus,
    'module-identity': 'as the collateral describes it',
    'td-attributes': 'debug off',
  }
  return passed(step, { found: found[step] })
}
