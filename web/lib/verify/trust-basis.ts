import { trustHash } from '@touchstone/verify'
import type { Basis } from './judged'
import type { Yardstick } from './options'

/** What the checks were held against. It comes from the site, never from the file. */
export function trustBasis({ displayName, trust }: Yardstick): Basis {
  const roots = trust.quoteRoots.map(({ name }) => name).join(', ') || 'none'
  return {
    ...{ id: 'trust', status: 'absent', isNamedOnly: true },
    text: `Held against the trust material of ${displayName} as this site serves it, SHA-256 ${trustHash(trust)}; pinned roots of enclaves: ${roots}.`,
  }
}
