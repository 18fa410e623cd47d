import { formatCount } from '../../lib/format'
import { routes } from '../../lib/routes'
import { ExactAmount } from '../value/amount'
import { Hash } from '../value/hash'

interface Account {
  payer: string
  provider?: string
  balance: string
  pendingRefund: string
  nonce: string | null
  updatedBlock: number
}

/** Prepaid accounts, exact to the neuron, as the contract's `getAccount` gives them. */
export function AccountsTable({ accounts, show }: { accounts: readonly Account[]; show: 'payer' | 'provider' }) {
  const head = show === 'payer' ? 'Payer' : 'Provider'
  return (
    <div className="table-frame">
      <table className="rows accounts">
        <caption className="sr-only">Accounts</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="num">
              Balance
            </th>
            <th scope="col" className="num">
              Refund asked for
            </th>
            <th scope="col" className="num">
              Last nonce
            </th>
            <th scope="col" className="num">
              Changed in block
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={`${account.payer} ${account.provider}`}>
              <td data-label={head} className="col-hash">
                {show === 'payer' ? (
                  <Hash value={account.payer} kind="payer’s address" href={routes.address(account.payer)} />
                ) : (
                  <Hash
                    value={account.provider ?? ''}
                    kind="provider’s address"
                    href={routes.provider(account.provider ?? '')}
                  />
                )}
              </td>
              <td data-label="Balance" className="num">
                <ExactAmount neuron={account.balance} />
              </td>
              <td data-label="Refund asked for" className="num">
                <ExactAmount neuron={account.pendingRefund} />
              </td>
              <td data-label="Last nonce" className="num">
                {account.nonce === null ? '–' : formatCount(account.nonce)}
              </td>
              <td data-label="Changed in block" className="num">
                {formatCount(account.updatedBlock)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
