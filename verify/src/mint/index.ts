/** What tests, devnets and conformance vectors make quotes with. The verifier never imports it. */
export { type MintCollateralInput, mintCollateral } from './collateral.js'
export type { Flaw } from './flaw.js'
export { QUOTE_FLAWS, type QuoteFlaw } from './flaws.js'
export { type GpuFlaw, type MintedGpuEvidence, mintGpuEvidence } from './gpu.js'
export { createGpuPki, type ExportedGpuPki, exportGpuPki, type GpuPki, importGpuPki } from './gpuPki.js'
export {
  type BundleChanges,
  type BundleVersion,
  type EntryKind,
  type MintBundleInput,
  mintImageBundle,
} from './imageBundle.js'
export { BUNDLE_FLAWS, type BundleFlaw } from './imageBundleFlaws.js'
export { type MintOs, mintOs } from './os.js'
export type { Measurements } from './parts.js'
export { createQuotePki, type ExportedQuotePki, exportQuotePki, importQuotePki, type QuotePki } from './pki.js'
export {
  type DaSignerKeys,
  type MintCommitment,
  type MintedCommitment,
  mintDaCommitment,
  mintDaKeys,
} from './quorum.js'
export { type MintQuoteInput, type MintSgxQuoteInput, mintQuote, mintSgxQuote } from './quote.js'
export { type MintedReport, type MintReportInput, mintReport, signReport } from './report.js'
export { REPORT_FLAWS, type ReportFlaw, type ReportFlawName } from './reportFlaws.js'
export { createSigstore, type MintSigstore } from './sigstore.js'
