import { routes } from '../../lib/routes'
import type { Attack } from '../../lib/try-run'
import { PageBody } from '../frame/page-body'
import { PageLink } from '../frame/page-link'
import { TwinLink } from '../frame/twin-link'

/** Every attack with what the attacker does. */
export function TryPage({ attacks }: { attacks: readonly Attack[] }) {
  return (
    <PageBody>
      <div className="page-head">
        <h1>Try to fool it</h1>
      </div>
      <p className="lead">
        Pick an attack. It is staged on an inference that was served, signed, billed and published on this devnet a
        moment ago. The official SDK is asked about it, and so is Touchstone: both answers are shown as they came.
      </p>
      <ol className="attacks">
        {attacks.map(({ name, title, what }) => (
          <li key={name}>
            <h2>
              <PageLink href={routes.attack(name)}>{title}</PageLink>
            </h2>
            <p>{what}</p>
          </li>
        ))}
      </ol>
      <TwinLink path={routes.try()} />
    </PageBody>
  )
}
