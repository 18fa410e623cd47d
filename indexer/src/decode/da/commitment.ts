import { functions } from '../../abi/DAEntrance'
import { type ContractCall, pickCalls } from '../calls'
import type { EventBody } from '../event'
import type { PlacedMeaning } from '../log'
import type { DaCommitmentEvent } from './event'
import { listSubmissions, readSubmission, submissionKey } from './submission'

type PlacedCommitment = PlacedMeaning<EventBody> & { meaning: DaCommitmentEvent }

/** Adds to the commitments of one transaction what only its calldata tells. Everything else goes through as it is. */
export function joinCommitments(
  meanings: PlacedMeaning<EventBody>[],
  calls: readonly ContractCall[],
): PlacedMeaning<EventBody>[] {
  const commitments = meanings.filter(isCommitment)
  if (commitments.length === 0) return meanings
  const joined = new Map<PlacedMeaning<EventBody>, DaCommitmentEvent>()
  for (const contract of new Set(commitments.map((placed) => placed.contract))) {
    const own = commitments.filter((placed) => placed.contract === contract)
    const paired = pairSubmissions(own, pickCalls(calls, contract, [functions.submitVerifiedCommitRoots]))
    for (const [n, commitment] of (paired ?? []).entries()) {
      const placed = own[n]
      if (placed) joined.set(placed, commitment)
    }
  }
  return meanings.map((placed) => ({ ...placed, meaning: joined.get(placed) ?? placed.meaning }))
}

/**
 * One item for each log. The entrance skips items whose commitment it has and logs nothing for them, so that log and item
 * are paired by what both name: a log belongs to the first item of its key, and logs come in the order of their items.
 * Undefined where that does not hold for all of them.
 */
function pairSubmissions(logs: PlacedCommitment[], calls: ContractCall[]): DaCommitmentEvent[] | undefined {
  try {
    const items = calls.flatMap((call) => listSubmissions(call.input).map((item) => ({ ...item, call })))
    const firstOf = new Map<string, number>()
    for (const [n, { key }] of items.entries()) if (!firstOf.has(key)) firstOf.set(key, n)
    const places = logs.map(({ meaning }) => firstOf.get(submissionKey(meaning)) ?? -1)
    if (places.some((place, n) => place <= (places[n - 1] ?? -1))) return undefined
    return logs.map(({ meaning }, n) => {
      const item = items[places[n] ?? -1]
      if (!item) return meaning
      return { ...meaning, submission: readSubmission(item.call.input, item.at), calldata: item.call.source }
    })
  } catch {
    // Calldata is attacker-controlled: what this reader cannot follow stays unknown.
    return undefined
  }
}

function isCommitment(placed: PlacedMeaning<EventBody>): placed is PlacedCommitment {
  return placed.meaning.kind === 'da-commitment'
}
