import type { DueDiligence, Standing } from '../../lib/due-diligence'
import { formatCount } from '../../lib/format'
import { routes } from '../../lib/routes'
import type { IconName, Tone } from '../../lib/status'
import { PageBody } from '../frame/page-body'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { Hash } from '../value/hash'
import { Icon } from '../value/icon'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** How an answer is known. Green for what was recomputed and for nothing else. */
const LOOK: Readonly<Record<Standing, { word: string; icon: IconName; tone: Tone; means: string }>> = {
  proved: { word: 'Proved', icon: 'pass', tone: 'verified', means: 'recomputed for every settlement' },
  attested: {
    word: 'Attested',
    icon: 'relayed',
    tone: 'accent',
    means: 'stated by an enclave or another third party, and the statement was checked',
  },
  partly: { word: 'Partly', icon: 'partial', tone: 'accent', means: 'one of the two, for a part; nothing failed' },
  failed: { word: 'Failed', icon: 'fail', tone: 'failed', means: 'something that was published is wrong' },
  claimed: { word: 'Claimed', icon: 'paid', tone: 'muted', means: 'somebody’s own word' },
  'not-published': {
    word: 'Not published',
    icon: 'absent',
    tone: 'muted',
    means: 'nothing was found where it would be',
  },
  unavailable: {
    word: 'Not looked at',
    icon: 'unavailable',
    tone: 'unavailable',
    means: 'could not be looked at, or is not looked at here; says nothing about the agent',
  },
}

/** The report for a file: made to be printed. Every word of an answer comes from the API; names in it are strangers’. */
export function DueDiligencePage({ report }: { report: DueDiligence }) {
  const { meta } = report
  return (
    <PageBody>
      <header className="subject-header">
        <p className="kind">Due-diligence report</p>
        <h1>{report.name ? <Untrusted text={report.name} /> : 'Unnamed agent'}</h1>
        <p className="subject-id">
          <Hash value={report.agent} kind="agent id" size="full" href={routes.agent(report.agent)} />
        </p>
        <p className="note">
          Up to block {formatCount(meta.indexedHeight)}, of which blocks up to {formatCount(meta.finalizedHeight)} are
          final; read <Time iso={meta.readAt} /> UTC.
        </p>
        <p className="in-text no-print">
          Print this page, or take it as <a href={routes.agentFile(report.agent, 'report.pdf')}>PDF</a>,{' '}
          <a href={routes.agentFile(report.agent, 'report.csv')}>CSV</a> or{' '}
          <a href={routes.agentFile(report.agent, 'report.json')}>JSON</a>.{' '}
          <PageLink href={routes.compare([report.agent])}>Compare</PageLink>
        </p>
      </header>
      <Section id="marks" title="Marks" aside="How an answer is known, not whether it is good">
        <dl className="facts facts-list">
          {Object.entries(LOOK).map(([standing, { means }]) => (
            <div key={standing}>
              <dt>
                <Mark standing={standing as Standing} />
              </dt>
              <dd>{means}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {report.sections.map((section) => (
        <Section key={section.id} id={section.id} title={section.title}>
          <ul className="trails">
            {section.answers.map((answer) => (
              <li key={answer.question} className="trail">
                <h3 className="group-title">{answer.question}</h3>
                <p className="said">
                  <Mark standing={answer.standing} /> <Untrusted text={answer.answer} layout="sentence" />
                </p>
                <p className="muted">
                  Source: <Untrusted text={answer.source} layout="sentence" />
                </p>
              </li>
            ))}
          </ul>
        </Section>
      ))}
      <Section id="limits" title="What this does not prove">
        <ul className="limits">
          {report.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </Section>
      <Section id="recheck" title="Check it again yourself">
        {report.recheck.map((command) => (
          <p key={command} className="snippet">
            <code>
              <Untrusted text={command} layout="sentence" />
            </code>
          </p>
        ))}
      </Section>
    </PageBody>
  )
}

function Mark({ standing }: { standing: Standing }) {
  const { icon, word, tone } = LOOK[standing]
  return (
    <span className={`status ink-${tone}`}>
      <Icon name={icon} />
      {word}
    </span>
  )
}
