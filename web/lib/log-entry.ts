import { parseSettlementId } from './ids'

/** Settlement that an entry of the log names; undefined for every other text. */
export function settlementOfEntry(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json)
    const named =
      typeof value === 'object' && value !== null ? (value as { settlement?: unknown }).settlement : undefined
    if (typeof named !== 'string') return undefined
    const id = parseSettlementId(named)
    return id.kind === 'malformed' ? undefined : id.id
  } catch {
    return undefined
  }
}
