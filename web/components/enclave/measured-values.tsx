import type { ReportDetails } from '../../lib/enclave-api'
import { formatCount } from '../../lib/format'
import { type ReportValues, readValues } from '../../lib/report-values'
import { Notice } from '../frame/notice'
import { CopyButton, Hash } from '../value/hash'
import { Untrusted } from '../value/untrusted'

/** The values inside the report, each with what it stands for. Whether the processor measured them is said first. */
export function MeasuredValues({ report }: { report: ReportDetails }) {
  const { body, decided } = report
  const chain = decided?.steps.enclave.find(({ id }) => id === 'quote-chain')
  return (
    <>
      <p className="note">
        {chain?.status === 'pass'
          ? 'The quote’s signature was verified: the processor measured what stands in the quote. The list of programs and the events hold as far as their steps above pass.'
          : 'The quote’s signature was not verified by a verdict: these values are what the answer claims, no more.'}
      </p>
      {body === null || body.text === null || body.truncated ? (
        <Notice title="The body of the report cannot be shown here">
          <p>{whyNoBody(body)}</p>
        </Notice>
      ) : (
        <Values values={readValues(body.text)} />
      )}
    </>
  )
}

function whyNoBody(body: ReportDetails['body']): string {
  if (body === null) return 'Its bytes are not kept here, or were withdrawn. Its digest stays what it is.'
  if (body.text === null) return 'It is not text. The evidence of a settlement that rests on it holds its bytes.'
  return 'It is too long to be shown. The evidence of a settlement that rests on it holds its bytes.'
}

function Values({ values }: { values: ReportValues }) {
  if (values.kind === 'unreadable') {
    return (
      <Notice title="The report cannot be taken apart">
        <p>
          <Untrusted text={values.why} layout="sentence" />
        </p>
      </Notice>
    )
  }
  return (
    <>
      <div className="table-frame">
        <table className="raw measured">
          <caption>
            A {values.form}
            {values.machines > 1 && `, the first of ${formatCount(values.machines)} machines`}
            {values.gpu ? ', with evidence of graphics cards' : ', without evidence of graphics cards'}
          </caption>
          <tbody>
            {values.facts.map(({ name, meaning, value }) => (
              <tr key={name}>
                <th scope="row">
                  {name} <span className="measured-meaning">{meaning}</span>
                </th>
                <td>
                  <Untrusted text={value} layout="block" />
                  <CopyButton value={value} kind={name} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Programs values={values} />
    </>
  )
}

function Programs({ values }: { values: Extract<ReportValues, { kind: 'read' }> }) {
  const { compose, events, moreEvents } = values
  return (
    <>
      {compose ? (
        <details className="raw-verdict">
          <summary>The list of programs (app compose)</summary>
          <p>
            SHA-256 <Hash value={compose.sha256} kind="SHA-256 of the compose" size="full" />
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <pre tabIndex={0}>
            <Untrusted text={compose.text} layout="block" />
          </pre>
        </details>
      ) : (
        <p className="note">It publishes no list of programs.</p>
      )}
      {events.length > 0 && (
        <details className="raw-verdict">
          <summary>{formatCount(events.length + moreEvents)} events of the log</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <pre tabIndex={0}>
            <Untrusted
              text={events.map(({ register, name, payload }) => `RTMR${register}  ${name}  ${payload}`).join('\n')}
              layout="block"
            />
          </pre>
          {moreEvents > 0 && <p className="note">{formatCount(moreEvents)} more are not shown.</p>}
        </details>
      )}
    </>
  )
}
