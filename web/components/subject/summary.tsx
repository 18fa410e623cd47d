import type { SharesFieldsFragment } from '../../lib/generated/graphql'
import { summarise } from '../../lib/shares'

/** The whole history in one sentence. */
export function Summary({ shares }: { shares: SharesFieldsFragment }) {
  return <p className="lead">{summarise(shares)}</p>
}
