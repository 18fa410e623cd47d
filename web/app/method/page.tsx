import { MethodPage } from '../../components/method/method-page'
import { toMetadata } from '../../lib/metadata'

export const metadata = toMetadata(
  'Method',
  'Each check: what it proves, what it does not, and where its inputs come from.',
)

/** The catalogue of checks. */
export default function Page() {
  return <MethodPage />
}
