import type { Manifest, UnfetchedTrail } from '@touchstone/verify'

/** Gaps that a bundle lists, and letters of one; readers take no more. */
const MAX_GAPS = 200
const MAX_LETTERS = 1_000

/** What a bundle lacks and why, one sentence each, from what it holds. The same content gives the same list. */
export function listGaps(manifest: Manifest): string[] {
  const { receipt, receiptAttempts = [], unfetched, reports, reportAttempts, verdict, logProof } = manifest
  const isRefused = manifest.subject.status > 1
  const gaps = [
    ...(verdict === null ? ['verdict: none is in force about this settlement in this block.'] : []),
    ...(verdict !== null && logProof === undefined ? ['log proof: none is in this bundle.'] : []),
    ...(verdict !== null && !isMadeFrom(verdict.body, manifest)
      ? ['verdict: it was made from other trails or reports than this bundle holds; it will be made again.']
      : []),
    ...(receipt === null && !isRefused ? [`receipt: ${describe(receiptAttempts, 'not asked for')}`] : []),
    ...(receipt !== null && receipt.transactionProof === null ? ['transaction: its bytes were not asked for.'] : []),
    ...(manifest.subject.item === null ? ['calldata: the item could not be read from the transaction.'] : []),
    ...unfetched.map(describeTrail),
    ...(reports.length === 0 && reportAttempts.length > 0
      ? [`enclave report: ${describe(reportAttempts, 'not asked for')}`]
      : []),
  ]
  const shown = gaps.slice(0, MAX_GAPS).map((gap) => gap.slice(0, MAX_LETTERS))
  return gaps.length > MAX_GAPS ? [...shown, `and ${gaps.length - MAX_GAPS} more gaps.`] : shown
}

function describeTrail({ root, author, attempts, withdrawnAt }: UnfetchedTrail): string {
  if (withdrawnAt !== undefined)
    return `trail ${root} of ${author}: withdrawn at ${new Date(withdrawnAt).toISOString()}.`
  return `trail ${root} of ${author}: ${describe(attempts, 'no source delivered it')}`
}

function describe(attempts: readonly { source: string; outcome: string }[], otherwise: string): string {
  if (attempts.length === 0) return `${otherwise}.`
  return `${attempts.map(({ source, outcome }) => `${source}: ${outcome}`).join('; ')}.`
}

interface VerdictParts {
  trails?: { sha256: string | null }[]
  reports?: { sha256: string }[]
}

/** Whether the verdict lists the digests of the trails and reports that are here. */
function isMadeFrom(body: string, { trails, reports }: Manifest): boolean {
  const judged = JSON.parse(body) as VerdictParts
  const list = (parts: readonly { sha256: string | null }[]) =>
    parts
      .flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]))
      .sort()
      .join()
  return list(judged.trails ?? []) === list(trails) && list(judged.reports ?? []) === list(reports)
}
