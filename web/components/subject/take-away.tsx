import { routes } from '../../lib/routes'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { CopyButton } from '../value/hash'

/** Report, evidence and badge of an agent. `origin`: address of this site as the visitor reached it; `newest`: ISO 8601. */
export function TakeAway({ id, origin, newest }: { id: string; origin: string; newest: string | undefined }) {
  const page = `${origin}${routes.agent(id)}`
  const badge = `${origin}${routes.agentFile(id, 'badge.svg')}`
  const markdown = `[![Inference checked by Touchstone](${badge})](${page})`
  const html = `<a href="${page}"><img src="${badge}" alt="Inference checked by Touchstone" height="20"></a>`
  return (
    <Section id="take-away" title="Take it away">
      <ul className="plain-list">
        <li>
          <PageLink href={routes.dueDiligence(id)}>Due-diligence report</PageLink>
          <span className="muted in-text">
            to print, or as <a href={routes.agentFile(id, 'report.pdf')}>PDF</a>,{' '}
            <a href={routes.agentFile(id, 'report.csv')}>CSV</a>, <a href={routes.agentFile(id, 'report.json')}>JSON</a>
          </span>
        </li>
        <li>
          <PageLink href={routes.compare([id])}>Compare with other agents</PageLink>
        </li>
      </ul>
      {newest ? <BundleForm id={id} newest={newest} /> : <p className="note">No evidence to download yet.</p>}
      <h3 className="group-title">Badge</h3>
      <p className="badge">
        {/* biome-ignore lint/performance/noImgElement: a drawing of this origin that is made anew for each visitor */}
        <img src={routes.agentFile(id, 'badge.svg')} alt="Badge of this agent as it is now" height="20" />
      </p>
      <Snippet name="Markdown" text={markdown} />
      <Snippet name="HTML" text={html} />
    </Section>
  )
}

/** Final settlements of an interval with their evidence; the month of the newest one unless chosen otherwise. */
function BundleForm({ id, newest }: { id: string; newest: string }) {
  const month = newest.slice(0, 7)
  const next = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString().slice(0, 10)
  return (
    <form action={routes.agentFile(id, 'bundle.zip')} method="get" className="narrow-form">
      <label>
        <span>Evidence from day (UTC)</span>
        <input type="date" name="from" defaultValue={`${month}-01`} required />
      </label>
      <label>
        <span>to day, not in it</span>
        <input type="date" name="to" defaultValue={next} required />
      </label>
      <button type="submit">Download the bundle</button>
    </form>
  )
}

function Snippet({ name, text }: { name: string; text: string }) {
  return (
    <p className="snippet">
      <span className="muted">{name}</span> <code>{text}</code>
      <CopyButton value={text} kind={`badge as ${name}`} />
    </p>
  )
}
