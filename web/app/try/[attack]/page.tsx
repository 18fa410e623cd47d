import type { Metadata } from 'next'
import { PageBody } from '../../../components/frame/page-body'
import { AttackPage } from '../../../components/try/attack-page'
import { NoRunNotice } from '../../../components/try/no-run'
import { toMetadata } from '../../../lib/metadata'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'
import { runAttack } from '../../../lib/try-api'
import { judgeBills } from '../../../lib/try-judged'

interface Props {
  params: Promise<{ attack: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const name = readSegment((await params).attack)
    .slice(0, 60)
    .replaceAll('-', ' ')
  return toMetadata(`Try to fool it: ${name}`, 'An attack on a live inference, and what two verifiers say of it.')
}

/** One attack, run when the page is asked for. */
export default async function Page({ params }: Props) {
  const name = readSegment((await params).attack)
  const shown = await runAttack(name)
  if (shown.kind !== 'found')
    return (
      <PageBody>
        <meta name="robots" content="noindex" />
        <NoRunNotice none={shown} again={routes.attack(name)} level={1} />
      </PageBody>
    )
  const judged = await judgeBills(shown.value)
  return <AttackPage shown={shown} judged={judged} now={Date.now()} />
}
