import { formatCount } from '../../lib/format'
import type { NetworkDetails } from '../../lib/network-api'
import { BlockRange } from '../subject/links-table'
import { Hash } from '../value/hash'

/** Contracts that are indexed. A kind can have several: replaced ones, two storage networks, two registries. */
export function ContractTable({ network: { contracts } }: Pick<NetworkDetails, 'network'>) {
  return (
    <div className="table-frame">
      <table className="rows">
        <caption className="sr-only">Contracts that are indexed</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Address</th>
            <th scope="col" className="num">
              From block
            </th>
          </tr>
        </thead>
        <tbody>
          {contracts.map(({ kind, address, startBlock }) => (
            <tr key={`${kind} ${address}`}>
              <td data-label="Kind">{kind}</td>
              <td data-label="Address" className="col-hash">
                <Hash value={address} kind="address" />
              </td>
              <td data-label="From block" className="num">
                {formatCount(startBlock)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The code that ran behind the contracts, and by which generation of rules it was read. */
export function ImplementationTable({ network: { implementations } }: Pick<NetworkDetails, 'network'>) {
  if (implementations.length === 0) return <p className="note">No contract of this network stands behind a proxy.</p>
  return (
    <div className="table-frame">
      <table className="rows">
        <caption className="sr-only">Code behind the contracts, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Contract</th>
            <th scope="col">Code</th>
            <th scope="col">Rules</th>
            <th scope="col">Blocks</th>
            <th scope="col">Said by</th>
          </tr>
        </thead>
        <tbody>
          {implementations.map((one) => (
            <tr key={`${one.contract} ${one.implementation} ${one.fromBlock}`}>
              <td data-label="Contract">
                {one.label} <Hash value={one.contract} kind="address" />
                {one.retired && <span className="muted"> replaced</span>}
              </td>
              <td data-label="Code" className="col-hash">
                <Hash value={one.implementation} kind="address" />
              </td>
              <td data-label="Rules">{one.generation ?? <span className="muted">one</span>}</td>
              <td data-label="Blocks" className="nowrap">
                <BlockRange from={one.fromBlock} to={one.toBlock} />
              </td>
              <td data-label="Said by" className="col-hash">
                {one.txHash ? <Hash value={one.txHash} kind="transaction hash" /> : 'the network’s file'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Registries of agents, each with the shape of its events. */
export function RegistryTable({ registries }: Pick<NetworkDetails, 'registries'>) {
  if (registries.nodes.length === 0) return <p className="note">No registry of agents was seen yet.</p>
  return (
    <div className="table-frame">
      <table className="rows">
        <caption className="sr-only">Registries of agents</caption>
        <thead>
          <tr>
            <th scope="col">Registry</th>
            <th scope="col">Kind</th>
            <th scope="col">Version of its events</th>
            <th scope="col" className="num">
              Minted
            </th>
            <th scope="col" className="num">
              With a file
            </th>
            <th scope="col" className="num">
              With payments
            </th>
          </tr>
        </thead>
        <tbody>
          {registries.nodes.map(({ id, kind, version, agents }) => (
            <tr key={id}>
              <td data-label="Registry" className="col-hash">
                <Hash value={id} kind="address" />
              </td>
              <td data-label="Kind">{kind}</td>
              <td data-label="Version of its events">{version}</td>
              <td data-label="Minted" className="num">
                {formatCount(agents.minted)}
              </td>
              <td data-label="With a file" className="num">
                {formatCount(agents.withFile)}
              </td>
              <td data-label="With payments" className="num">
                {formatCount(agents.withPayments)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">
        Agents of final blocks, as last counted: all that were minted, those that ever named a registration file, and
        those into whose history a payment entered.
      </p>
      {registries.pageInfo.hasNextPage && <p className="note">The first 100 are shown.</p>}
    </div>
  )
}
