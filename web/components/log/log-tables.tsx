import { formatCount } from '../../lib/format'
import type { LogDetails } from '../../lib/log-api'
import { settlementOfEntry } from '../../lib/log-entry'
import { routes } from '../../lib/routes'
import { PageLink } from '../frame/page-link'
import { Pager } from '../frame/pager'
import { CopyButton, Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

type Views = { after: string | undefined; checkpoints: string | undefined }

/** Entries, newest first: which verdict, about which settlement, and the hash of the leaf. */
export function EntryTable({ log, view }: { log: LogDetails; view: Views }) {
  const { nodes, pageInfo } = log.logEntries
  if (nodes.length === 0) return <p className="note">The log has no entry yet.</p>
  return (
    <>
      <div className="table-frame">
        <table className="rows list">
          <caption className="sr-only">Entries of the log, newest first</caption>
          <thead>
            <tr>
              <th scope="col" className="num">
                Index
              </th>
              <th scope="col">Entry</th>
              <th scope="col">Leaf hash</th>
              <th scope="col">Added, UTC</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((entry) => (
              <tr key={entry.index}>
                <td data-label="Index" className="num">
                  {formatCount(entry.index)}
                </td>
                <td data-label="Entry">
                  <EntryWords entry={entry} />
                </td>
                <td data-label="Leaf hash" className="col-hash">
                  <Hash value={entry.leafHash} kind="leaf hash" />
                </td>
                <td data-label="Added, UTC">
                  <Time iso={entry.addedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager
        label="Pages of entries"
        first={view.after ? routes.log({ checkpoints: view.checkpoints }) : undefined}
        next={
          pageInfo.hasNextPage && pageInfo.endCursor ? routes.log({ ...view, after: pageInfo.endCursor }) : undefined
        }
      />
    </>
  )
}

function EntryWords({ entry }: { entry: LogDetails['logEntries']['nodes'][number] }) {
  if (entry.kind === 'key') return <>A key of the log comes into force</>
  const settlement = settlementOfEntry(entry.entry)
  return (
    <>
      Verdict <Untrusted text={entry.verdictId ?? ''} /> of{' '}
      {settlement === undefined ? (
        'a settlement that its entry does not name'
      ) : (
        <PageLink href={routes.settlement(settlement)}>this settlement</PageLink>
      )}
    </>
  )
}

/** Signed checkpoints, newest first; whoever keeps one can ask later whether it still begins the log. */
export function CheckpointTable({ log, view }: { log: LogDetails; view: Views }) {
  const { nodes, pageInfo } = log.logCheckpoints
  if (nodes.length === 0) return <p className="note">No checkpoint was signed yet.</p>
  return (
    <>
      <div className="table-frame">
        <table className="rows list">
          <caption className="sr-only">Checkpoints of the log, newest first</caption>
          <thead>
            <tr>
              <th scope="col" className="num">
                Entries
              </th>
              <th scope="col">Root</th>
              <th scope="col">Signed, UTC</th>
              <th scope="col">On chain</th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((checkpoint) => (
              <tr key={checkpoint.size}>
                <td data-label="Entries" className="num">
                  {formatCount(checkpoint.size)}
                </td>
                <td data-label="Root" className="col-hash">
                  <Hash value={checkpoint.root} kind="root" />
                </td>
                <td data-label="Signed, UTC">
                  <Time iso={checkpoint.publishedAt} />
                </td>
                <td data-label="On chain">
                  {checkpoint.anchorTx ? (
                    <>
                      block {formatCount(checkpoint.anchorBlock ?? 0)}{' '}
                      <Hash value={checkpoint.anchorTx} kind="anchor transaction" />
                    </>
                  ) : (
                    <span className="muted">not anchored</span>
                  )}
                </td>
                <td data-label="Note">
                  <CopyButton value={checkpoint.note} kind={`signed note of ${checkpoint.size} entries`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager
        label="Pages of checkpoints"
        first={view.checkpoints ? routes.log({ after: view.after }) : undefined}
        next={
          pageInfo.hasNextPage && pageInfo.endCursor
            ? routes.log({ ...view, checkpoints: pageInfo.endCursor })
            : undefined
        }
      />
    </>
  )
}
