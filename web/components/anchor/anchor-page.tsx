import type { AnchorDetails } from '../../lib/published-api'
import { routes } from '../../lib/routes'
import { Limits } from '../frame/limits'
import { PageBody } from '../frame/page-body'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { Attempts } from '../payload/attempts'
import { SubjectHeader } from '../subject/subject-header'
import { Hash } from '../value/hash'
import { AnchorFacts } from './anchor-facts'

const LIMITS = [
  'That bytes with this root exist: the Flow takes any root.',
  'That the payer or provider named in its tags has anything to do with it: only who sent it is authenticated.',
]

/** The page of an anchor. */
export function AnchorPage({ anchor }: { anchor: AnchorDetails }) {
  return (
    <PageBody>
      <SubjectHeader
        kind="Anchor"
        title={anchor.id}
        id={<Hash value={anchor.root} kind="root" size="full" href={routes.payload(anchor.root)} />}
        facts={[]}
      >
        {null}
      </SubjectHeader>
      <Section id="facts" title="On chain">
        <AnchorFacts anchor={anchor} />
      </Section>
      <Section id="attempts" title="Attempts to get the bytes" aside="Newest first">
        <Attempts attempts={anchor.attempts} />
      </Section>
      <Section id="limits" title="What this does not prove">
        <Limits limits={LIMITS} />
      </Section>
      <TwinLink path={routes.anchor(anchor.id)} />
    </PageBody>
  )
}
