import type { Result } from '../../lib/api'
import type { ProviderLooks as Looks } from '../../lib/provider-looks'
import { Section } from '../frame/section'
import { UpstreamNotice } from '../frame/trouble'
import { Availability } from './availability'
import { ClientTable } from './clients'
import { DriftList } from './drift'

/** What we saw of a provider beside its bills. Where it could not be loaded, the rest of the page still stands. */
export function ProviderLooks({ looks }: { looks: Result<Looks> }) {
  if (looks.kind === 'upstream-down') return <UpstreamNotice trouble={looks} level={2} />
  if (looks.kind !== 'found') return null
  const { provider, providerDrift } = looks.value
  return (
    <>
      {provider && (
        <Section id="clients" title="Who its income comes from" aside="The newest 10 000 settlements at most">
          <ClientTable clients={provider.clients} />
        </Section>
      )}
      <Section id="availability" title="Answers about its enclave" aside="Newest first">
        <Availability looks={looks.value} />
      </Section>
      <Section id="drift" title="What changed between two looks">
        <DriftList drift={providerDrift} />
      </Section>
    </>
  )
}
