import { isSameHex } from '../check.js'
import type { SettlementItem, SettlementSubject } from '../subject.js'

/** Who anchored a trail, seen from one bill. Only the provider's can accuse. */
export type AuthorRole = 'provider' | 'payer' | 'stranger'

/** The role of an author in a bill. The provider is who the bill names and who was paid: both, or nobody. */
export function roleOf(author: string, subject: SettlementSubject, item: SettlementItem): AuthorRole {
  if (isSameHex(author, item.provider) && isSameHex(item.provider, subject.caller)) return 'provider'
  return isSameHex(author, subject.payer) ? 'payer' : 'stranger'
}
