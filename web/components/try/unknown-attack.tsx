import { routes } from '../../lib/routes'
import { listAttacks } from '../../lib/try-api'
import { Notice } from '../frame/notice'
import { PageBody } from '../frame/page-body'
import { PageLink } from '../frame/page-link'
import { Untrusted } from '../value/untrusted'
import { NoRunNotice } from './no-run'

/** An address that names no attack: which there are. */
export async function UnknownAttack({ name }: { name: string }) {
  const attacks = await listAttacks()
  return (
    <PageBody>
      {attacks.kind === 'found' ? (
        <Notice title="No such attack" level={1}>
          <p>
            Nothing is staged under{' '}
            <code className="wrap-anywhere">
              <Untrusted text={name} />
            </code>
            . These are:
          </p>
          <ul>
            {attacks.value.map((attack) => (
              <li key={attack.name}>
                <PageLink href={routes.attack(attack.name)}>{attack.title}</PageLink> <code>{attack.name}</code>
              </li>
            ))}
          </ul>
        </Notice>
      ) : (
        <NoRunNotice none={attacks} again={routes.try()} level={1} />
      )}
    </PageBody>
  )
}
