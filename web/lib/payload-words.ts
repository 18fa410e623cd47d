/** Whether the bytes behind a root came, in a sentence without its end; null where none have come. */
export function describePayload(payload: { kept: boolean } | null): string {
  if (!payload) return 'Anchored, its bytes have not come'
  return payload.kept ? 'Its bytes came and recompute to the root' : 'Its bytes came, and are not kept any more'
}
