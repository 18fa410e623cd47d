import type { ReportDetails } from '../../lib/enclave-api'
import { TCB_NOW, TCB_THEN } from '../../lib/report-words'
import { type Fact, Facts } from '../frame/facts'
import { Notice } from '../frame/notice'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** The maker's word about the machine: as of the observation, as of the judgement, and by which collateral. */
export function PlatformState({ report }: { report: ReportDetails }) {
  return (
    <>
      <Facts facts={listFacts(report)} />
      <CollateralTable report={report} />
    </>
  )
}

function listFacts({ capture, decided }: ReportDetails): Fact[] {
  const said = (id: string) => decided?.steps.verdict?.observations.find((seen) => seen.id === id)?.text.text
  const words = (id: string) => {
    const text = said(id)
    return text ? <Untrusted text={text} layout="sentence" /> : <span className="muted">not looked up</span>
  }
  const others = decided?.steps.verdict?.observations.filter(
    ({ id, question }) => question === 'enclave' && id !== TCB_THEN && id !== TCB_NOW,
  )
  return [
    { name: 'When observed', value: words(TCB_THEN) },
    { name: 'When judged', value: words(TCB_NOW) },
    {
      name: 'Kind of enclave',
      value: capture.tee ? <Untrusted text={capture.tee} /> : <span className="muted">not known</span>,
    },
    {
      name: 'Kind of platform (FMSPC)',
      value: capture.fmspc ? (
        <code>{capture.fmspc}</code>
      ) : (
        <span className="muted">not known: the quote leads to no root</span>
      ),
    },
    {
      name: 'Also observed',
      value:
        others && others.length > 0 ? (
          <ul className="said">
            {others.map(({ id, text }) => (
              <li key={`${id} ${text.text}`}>
                <Untrusted text={text.text} layout="sentence" />
              </li>
            ))}
          </ul>
        ) : (
          <span className="muted">nothing</span>
        ),
    },
  ]
}

function CollateralTable({ report: { capture, context } }: { report: ReportDetails }) {
  const sets = context.collateral.nodes
  const own = capture.hasCollateral ? ' The report carries its own, by which it is judged.' : ''
  if (sets.length === 0) {
    return (
      <Notice title="No collateral of this platform is archived">
        <p>
          Collateral is what the maker publishes about its platforms: levels, revocations, certificates.{own}
          {!capture.hasCollateral && ' Without any, a quote can be read and not be judged.'}
        </p>
      </Notice>
    )
  }
  return (
    <div className="table-frame">
      <table className="rows">
        <caption>Archived collateral of this platform, newest first.{own}</caption>
        <thead>
          <tr>
            <th scope="col">In force from</th>
            <th scope="col">Until</th>
            <th scope="col">At the observation</th>
            <th scope="col">Fetched from</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {sets.map((set) => (
            <tr key={set.id}>
              <td data-label="In force from">
                <Time iso={set.validFrom} />
              </td>
              <td data-label="Until">
                <Time iso={set.validUntil} />
              </td>
              <td data-label="At the observation">
                {isInForce(set, capture.observedAt) ? 'in force' : 'not in force'}
              </td>
              <td data-label="Fetched from" className="prose-cell">
                <code>
                  <Untrusted text={set.source} />
                </code>
              </td>
              <td data-label="SHA-256" className="col-hash">
                <Hash value={set.sha256} kind="SHA-256 of the collateral" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function isInForce(set: { validFrom: string; validUntil: string }, at: string): boolean {
  const time = Date.parse(at)
  return Date.parse(set.validFrom) <= time && time < Date.parse(set.validUntil)
}
