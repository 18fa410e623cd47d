/** What tests, devnets and conformance vectors make quotes with. The verifier never imports it. */
export { type MintCollateralInput, mintCollateral } from './collateral.js'
export type { Flaw } from './flaw.js'
export { QUOTE_FLAWS, type QuoteFlaw } from './flaws.js'
export type { Measurements } from './parts.js'
export { createQuotePki, type ExportedQuotePki, exportQuotePki, importQuotePki, type QuotePki } from './pki.js'
export { type MintQuoteInput, type MintSgxQuoteInput, mintQuote, mintSgxQuote } from './quote.js'
