import type { SettlementDetails } from '../../lib/api'
import { formatCount } from '../../lib/format'
import { listRawFacts } from '../../lib/raw-facts'
import { CopyButton, Hash } from '../value/hash'
import { Untrusted } from '../value/untrusted'
import { SignedBody } from './signed-body'

/** Everything that the verdict rests on, as it is: facts of the chain, the signed verdict, its signature and key. */
export function RawData({ settlement }: { settlement: SettlementDetails }) {
  const { verdict } = settlement
  return (
    <>
      <div className="table-frame">
        <table className="raw">
          <caption>Facts of the chain</caption>
          <tbody>
            {listRawFacts(settlement).map(({ name, value }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <RawValue value={value} />
                  <CopyButton value={value} kind={name} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {verdict && (
        <details className="raw-verdict">
          <summary>The verdict as it was signed</summary>
          <dl className="facts facts-list">
            <div>
              <dt>Verdict</dt>
              <dd>
                <code>{verdict.id}</code>
              </dd>
            </div>
            <div>
              <dt>Inputs</dt>
              <dd>
                <Hash value={verdict.inputs} kind="digest of the inputs" size="full" />
              </dd>
            </div>
            <div>
              <dt>Key</dt>
              <dd>
                <Hash value={verdict.keyId} kind="key id" size="full" />
              </dd>
            </div>
            <div>
              <dt>Ed25519 signature</dt>
              <dd>
                <Hash value={verdict.bodySignature} kind="signature" size="full" />
              </dd>
            </div>
          </dl>
          <SignedBody body={verdict.body} />
        </details>
      )}
    </>
  )
}

/** Characters from which a value is folded, such as the calldata of a large batch. */
const LONG = 400

function RawValue({ value }: { value: string }) {
  if (value.length <= LONG) return <Untrusted text={value} layout="block" />
  return (
    <details className="raw-value">
      <summary>{formatCount(value.length)} characters</summary>
      <Untrusted text={value} layout="block" />
    </details>
  )
}
