/** A list of ids, newest first, and what was the newest on the page when it came. */
export interface Heard {
  ids: readonly string[]
  known: string | null
}

/** As many ids as the server tells of a list; there may be more below. */
export const TOLD = 25

/**
 * What to offer above a list; undefined: nothing.
 * @param known id of the newest settlement on the page; null for an empty list.
 */
export function describeNewer({ ids, known: before }: Heard, known: string | null): string | undefined {
  const at = known === null && ids.length < TOLD ? ids.length : ids.indexOf(known ?? '')
  if (at > 0) return `${at} new ${at === 1 ? 'settlement' : 'settlements'}`
  // It left the list, since too many came or its block was orphaned. But a list of before the page changed may lack it
  // because it is older than the page: the next one tells.
  return at < 0 && before === known ? 'The list has changed' : undefined
}
