import { routes } from '../../lib/routes'
import type { NoRun } from '../../lib/try-api'
import { Notice } from '../frame/notice'
import { PageLink } from '../frame/page-link'
import { Untrusted } from '../value/untrusted'

/** Why there is nothing to show, and what to do. `again`: the address to ask once more. */
export function NoRunNotice({ none, again, level }: { none: NoRun; again: string; level: 1 | 2 }) {
  const retry = (
    <p>
      <a href={again}>Look again</a>
    </p>
  )
  switch (none.kind) {
    case 'no-devnet':
      return (
        <Notice title="This needs the devnet" level={level}>
          <p>
            Attacks are staged on a local network with providers of its own. This site shows a real one, where nobody is
            attacked for a demonstration. <PageLink href={routes.method()}>Method</PageLink> says what each check
            proves.
          </p>
        </Notice>
      )
    case 'unknown':
      return (
        <Notice title="No such attack" level={level}>
          <p>
            <PageLink href={routes.try()}>All attacks</PageLink>
          </p>
        </Notice>
      )
    case 'waiting':
      return (
        <Notice title="Not yet" tone="unavailable" level={level}>
          <p>
            <Untrusted text={none.message} layout="sentence" />
          </p>
          {retry}
        </Notice>
      )
    case 'running':
      return (
        <Notice title="Still running" tone="unavailable" level={level}>
          <p>The devnet stages one attack after the other, and this one has not ended yet.</p>
          {retry}
        </Notice>
      )
    case 'away':
      return (
        <Notice title="The devnet does not answer" tone="unavailable" level={level}>
          <p>Nothing was run, so nothing is said about either side.</p>
          {retry}
        </Notice>
      )
    default:
      return none satisfies never
  }
}
