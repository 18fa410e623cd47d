import { PageBody } from '../../components/frame/page-body'
import { NoRunNotice } from '../../components/try/no-run'
import { TryPage } from '../../components/try/try-page'
import { toMetadata } from '../../lib/metadata'
import { routes } from '../../lib/routes'
import { listAttacks } from '../../lib/try-api'

export const metadata = toMetadata(
  'Try to fool it',
  'Attacks on a live inference: what the official SDK answers, and what is found here.',
)

/** The attacks that the devnet stages. */
export default async function Page() {
  const attacks = await listAttacks()
  if (attacks.kind === 'found') return <TryPage attacks={attacks.value} />
  return (
    <PageBody>
      <NoRunNotice none={attacks} again={routes.try()} level={1} />
    </PageBody>
  )
}
