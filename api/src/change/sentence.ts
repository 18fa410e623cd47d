import type { ChangePageFragment } from '../rest/generated/operations'

export type ChangeRow = ChangePageFragment['nodes'][number]

/** What changed, in one sentence; everything in it is an address, a digest, an id or a word of ours. */
export function sayChange(change: ChangeRow): string {
  const { kind, from, to, fault, failedBefore, failedNow, settlementId, root } = change
  const swap = `${from ?? 'none'} → ${to ?? 'none'}`
  switch (kind) {
    case 'owner':
      return `The owner changed: ${swap}.`
    case 'wallet':
      return `The wallet changed: ${swap}.`
    case 'signer':
      return `The key of the service changed: ${swap}.`
    case 'contract':
      return `What runs behind the serving contract changed: ${swap}.`
    case 'code':
      return `The measured code changed: ${swap}.`
    case 'image':
      return `The measured system image changed: ${swap}.`
    case 'failed':
      return `Failed: ${listOf(failedNow)}${fault ? `, by evidence of the ${fault}` : ''}. Settlement ${settlementId}.`
    case 'cleared':
      return `No longer failed: ${listOf(failedBefore?.filter((each) => !failedNow?.includes(each)))}. Settlement ${settlementId}.`
    case 'withdrawn':
      return `Published evidence was withdrawn: ${root}.`
  }
}

function listOf(questions: readonly string[] | null | undefined): string {
  return (questions ?? []).join(', ')
}

/** Where the chain or the auditor says so. */
export function sayBasis({ blockNumber, txHash, verdictId, at }: ChangeRow): string {
  if (blockNumber !== null)
    return `Final block ${blockNumber}${txHash === null ? '' : `, transaction ${txHash}`}; its time, or that of the newest known block before it: ${at}.`
  return verdictId === null ? `Seen by the auditor at ${at}.` : `Verdict ${verdictId} of ${at}; a later one may differ.`
}
