import type { ProviderDetails } from '../../lib/api'
import { describeCause } from '../../lib/chain-words'
import { formatCount } from '../../lib/format'
import { Hash } from '../value/hash'

/** When the contract's owner acknowledged which signing key, or took it back, and what caused it. */
export function Signers({ acknowledgements }: { acknowledgements: ProviderDetails['acknowledgements'] }) {
  if (acknowledgements.length === 0) return <p className="note">No signing key was ever acknowledged.</p>
  return (
    <div className="table-frame">
      <table className="rows signers">
        <caption className="sr-only">Acknowledgements of signing keys</caption>
        <thead>
          <tr>
            <th scope="col">Signing key</th>
            <th scope="col">State</th>
            <th scope="col">Cause</th>
            <th scope="col" className="num">
              Since block
            </th>
            <th scope="col">Transaction</th>
          </tr>
        </thead>
        <tbody>
          {acknowledgements.map((entry) => (
            <tr key={`${entry.txHash} ${entry.signer} ${entry.cause} ${entry.fromBlock}`}>
              <td data-label="Signing key" className="col-hash">
                <Hash value={entry.signer} kind="signer’s address" />
              </td>
              <td data-label="State">{entry.acknowledged ? 'acknowledged' : 'not acknowledged'}</td>
              <td data-label="Cause">{describeCause(entry.cause)}</td>
              <td data-label="Since block" className="num">
                {formatCount(entry.fromBlock)}
              </td>
              <td data-label="Transaction" className="col-hash">
                <Hash value={entry.txHash} kind="transaction hash" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
