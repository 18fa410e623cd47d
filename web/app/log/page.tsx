import { type Fact, Facts } from '../../components/frame/facts'
import { Known } from '../../components/frame/known'
import { PageBody } from '../../components/frame/page-body'
import { Section } from '../../components/frame/section'
import { TwinLink } from '../../components/frame/twin-link'
import { CheckLog } from '../../components/log/check-log'
import { CheckpointTable, EntryTable } from '../../components/log/log-tables'
import { Hash } from '../../components/value/hash'
import { TimeAgo } from '../../components/value/time'
import { Untrusted } from '../../components/value/untrusted'
import { formatCount } from '../../lib/format'
import { getLog, type LogDetails } from '../../lib/log-api'
import { toMetadata } from '../../lib/metadata'
import { routes } from '../../lib/routes'
import { readView, type SearchParams } from '../../lib/view'

const description =
  'Every verdict becomes an entry of an append-only log under signed checkpoints. Check signature, root and consistency in the browser.'

export const metadata = toMetadata('Verdict log', description)

/** The transparency log of all verdicts. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const { after, checkpoints, verdict } = await readView(searchParams)
  const log = await getLog(after, checkpoints)
  return (
    <Known result={log}>{(value) => <LogPage log={value} verdict={verdict} view={{ after, checkpoints }} />}</Known>
  )
}

function LogPage(props: {
  log: LogDetails
  verdict: string | undefined
  view: { after: string | undefined; checkpoints: string | undefined }
}) {
  const { log, verdict, view } = props
  return (
    <PageBody>
      <div className="page-head">
        <h1>Verdict log</h1>
      </div>
      <p className="lead">
        Every verdict becomes one entry, in one order, under checkpoints that are signed. Who keeps a checkpoint can
        prove later that a verdict was removed, changed, or shown to others differently.
      </p>
      <Head log={log} />
      <Section id="check" title="Check it in my browser">
        <CheckLog verdict={verdict ?? ''} />
        <noscript>
          <p className="note">
            Without scripts: <code>npx touchstone log fsck</code> and <code>npx touchstone log monitor</code>.
          </p>
        </noscript>
        <p className="note">
          Entries, tiles and keys come from this site. That it shows the same log to everybody, only a checkpoint kept
          elsewhere or an anchor on chain can tell. Files: <a href={routes.logFile('checkpoint')}>checkpoint</a>,{' '}
          <a href={routes.logFile('keys')}>keys</a>, <a href={routes.logFile('anchor')}>newest anchor</a>.
        </p>
      </Section>
      <Section id="checkpoints" title="Checkpoints">
        <CheckpointTable log={log} view={view} />
      </Section>
      <Section id="entries" title="Entries">
        <EntryTable log={log} view={view} />
      </Section>
      <TwinLink path={routes.log()} />
    </PageBody>
  )
}

function Head({ log }: { log: LogDetails }) {
  const head = log.meta.logCheckpoint
  if (!head) return <p className="note">No checkpoint was signed yet.</p>
  const facts: Fact[] = [
    { name: 'Origin', value: <Untrusted text={head.origin} /> },
    { name: 'Entries', value: formatCount(head.size) },
    { name: 'Root', value: <Hash value={head.root} kind="root" /> },
    { name: 'Signed', value: <TimeAgo iso={head.publishedAt} now={Date.now()} /> },
  ]
  return <Facts facts={facts} layout="strip" />
}
