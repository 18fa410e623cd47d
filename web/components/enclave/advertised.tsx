import type { ReportDetails } from '../../lib/enclave-api'
import type { CellStatus } from '../../lib/status'
import { Hash } from '../value/hash'
import { StatusWord } from '../value/status'
import { Untrusted } from '../value/untrusted'

interface Row {
  name: string
  advertised: React.ReactNode
  attested: React.ReactNode
  status: CellStatus
}

const NONE = <span className="muted">nothing</span>

/** What the service says on chain beside what the report attests, with the status that the verdict gives it. */
export function Advertised({ report }: { report: ReportDetails }) {
  return (
    <>
      <div className="table-frame">
        <table className="rows">
          <caption className="sr-only">Advertised on chain against attested by the report</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Advertised</th>
              <th scope="col">Attested</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {listRows(report).map((row) => (
              <tr key={row.name}>
                <td data-label="What">{row.name}</td>
                <td data-label="Advertised" className="prose-cell">
                  {row.advertised}
                </td>
                <td data-label="Attested" className="prose-cell">
                  {row.attested}
                </td>
                <td data-label="Result" className="nowrap">
                  {row.status === 'waiting' ? (
                    <span className="muted">not judged</span>
                  ) : (
                    <StatusWord status={row.status} fault={null} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!report.decided && <p className="note">No verdict decides by this report, so nothing here is confirmed.</p>}
    </>
  )
}

function listRows({ capture, context, decided }: ReportDetails): Row[] {
  const service = decided?.use.settlement.service ?? context.provider?.service ?? null
  const checks = decided ? [...decided.steps.enclave, ...decided.steps.workload] : []
  const find = (id: string) => checks.find((check) => check.id === id)
  const found = (id: string, otherwise: React.ReactNode = NONE) => {
    const text = find(id)?.found?.text
    return text ? <Untrusted text={text} /> : otherwise
  }
  const status = (id: string): CellStatus => find(id)?.status ?? 'waiting'
  const key = (value: string | null | undefined) => (value ? <Hash value={value} kind="address" size="full" /> : NONE)
  const relay = find('relay-endpoint')
  return [
    {
      name: 'Model',
      advertised: service ? <Untrusted text={service.model.text || 'nothing'} /> : NONE,
      attested: found('model-matches'),
      status: status('model-matches'),
    },
    {
      name: 'Signing key',
      advertised: key(decided?.use.settlement.signer ?? service?.teeSigner),
      attested: key(capture.binds),
      status: status('report-data'),
    },
    {
      name: 'Code',
      advertised: NONE,
      attested: found('code-known', <Code value={capture.code} />),
      status: status('code-known'),
    },
    ...(relay
      ? [{ name: 'Relays to', advertised: NONE, attested: found('relay-endpoint'), status: relay.status }]
      : []),
  ]
}

function Code({ value }: { value: string | null }) {
  return value ? <Hash value={value} kind="digest of the code" size="full" /> : NONE
}
