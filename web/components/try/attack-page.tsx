import { routes } from '../../lib/routes'
import type { ShownRun } from '../../lib/try-api'
import type { JudgedBill as Judged } from '../../lib/try-judged'
import type { AttackRun } from '../../lib/try-run'
import { Facts } from '../frame/facts'
import { PageBody } from '../frame/page-body'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { Comparison } from '../settlement/comparison'
import { Hash } from '../value/hash'
import { TimeAgo } from '../value/time'
import { Untrusted } from '../value/untrusted'
import { NoRunNotice } from './no-run'
import { OwnSide } from './own-side'
import { SdkSide } from './sdk-side'

/** One attack: what it is, both answers side by side, what was staged. `now` in milliseconds. */
export function AttackPage(props: {
  shown: Extract<ShownRun, { kind: 'found' }>
  judged: readonly Judged[]
  now: number
}) {
  const { value: run, late } = props.shown
  return (
    <PageBody>
      <header className="subject-header">
        <p className="kind">
          <PageLink href={routes.try()}>Try to fool it</PageLink>
        </p>
        <h1>{run.title}</h1>
        <p className="lead">{run.what}</p>
        <p className="muted">
          Staged <TimeAgo iso={new Date(run.at).toISOString()} now={props.now} />
        </p>
      </header>
      {late && (
        <>
          <NoRunNotice none={late} again={routes.attack(run.name)} level={2} />
          <p className="muted">What follows is the last run that was seen.</p>
        </>
      )}
      <div className="sides">
        <SdkSide run={run} />
        <OwnSide run={run} judged={props.judged} />
      </div>
      {run.exchange && <Exchange {...run.exchange} />}
      <Section id="inference" title="The inference that was attacked">
        <Inference run={run} now={props.now} />
      </Section>
      <TwinLink path={routes.attack(run.name)} />
    </PageBody>
  )
}

function Exchange({ request, served, received }: NonNullable<AttackRun['exchange']>) {
  return (
    <Section id="exchange" title="What travelled">
      <p className="muted">Request</p>
      <p className="wrap-anywhere">
        <Untrusted text={request} layout="block" />
      </p>
      <p className="muted">
        {served === received ? 'Response, as served and as it came' : 'Response: served, and as it came'}
      </p>
      {served === received ? (
        <p className="wrap-anywhere">
          <Untrusted text={served} layout="block" />
        </p>
      ) : (
        <Comparison expected={served} found={received} />
      )}
    </Section>
  )
}

function Inference({ run: { subject }, now }: { run: AttackRun; now: number }) {
  const { provider, payer, model, chatId, servedAt, settlement, root } = subject
  const facts = [
    { name: 'Served', value: <TimeAgo iso={new Date(servedAt).toISOString()} now={now} /> },
    { name: 'Model advertised', value: <Untrusted text={model} /> },
    { name: 'Provider', value: <Hash value={provider} kind="provider’s address" href={routes.provider(provider)} /> },
    { name: 'Payer', value: <Hash value={payer} kind="payer’s address" href={routes.address(payer)} /> },
    { name: 'Billed in', value: <Hash value={settlement} kind="settlement id" href={routes.settlement(settlement)} /> },
    { name: 'Published as', value: <Hash value={root} kind="root" href={routes.payload(root)} /> },
    { name: 'Chat id asked for', value: <Untrusted text={chatId} /> },
  ]
  return <Facts facts={facts} />
}
