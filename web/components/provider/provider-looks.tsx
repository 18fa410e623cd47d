import type { ProviderLooks as Looks } from '../../lib/provider-looks'
import type { Result } from '../../lib/result'
import { OldData } from '../frame/known'
import { Section } from '../frame/section'
import { UpstreamNotice } from '../frame/trouble'
import { Availability } from './availability'
import { ClientTable } from './clients'
import { DriftList } from './drift'

/** What we saw of a provider beside its bills. Where it could not be loaded, the rest of the page still stands. */
export function ProviderLooks({ looks }: { looks: Result<Looks> }) {
  if (looks.kind === 'found') return <Seen looks={looks.value} />
  if (looks.kind !== 'upstream-down') return null
  if (!looks.last) return <UpstreamNotice trouble={looks} level={2} />
  return (
    <OldData trouble={looks} at={looks.last.at} level={2}>
      <Seen looks={looks.last.value} />
    </OldData>
  )
}

function Seen({ looks }: { looks: Looks }) {
  const { provider, providerDrift } = looks
  return (
    <>
      {provider && (
        <Section id="clients" title="Who its income comes from" aside="The newest 10 000 settlements at most">
          <ClientTable clients={provider.clients} />
        </Section>
      )}
      <Section id="availability" title="Answers about its enclave" aside="Newest first">
        <Availability looks={looks} />
      </Section>
      <Section id="drift" title="What changed between two looks">
        <DriftList drift={providerDrift} />
      </Section>
    </>
  )
}
