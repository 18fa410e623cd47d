import { formatBytes } from '../../lib/format'
import type { AttemptFieldsFragment } from '../../lib/generated/graphql'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** Every attempt to get the bytes behind a root, newest first. Wrong bytes accuse the source, never the author. */
export function Attempts({ attempts }: { attempts: readonly AttemptFieldsFragment[] }) {
  if (attempts.length === 0) return <p className="note">Nobody was asked for its bytes yet.</p>
  return (
    <>
      <div className="table-frame">
        <table className="rows">
          <caption className="sr-only">Attempts to get the bytes, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Asked, UTC</th>
              <th scope="col">Source</th>
              <th scope="col">Outcome</th>
              <th scope="col" className="num">
                Bytes
              </th>
              <th scope="col">Root of what came</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt.id}>
                <td data-label="Asked, UTC">
                  <Time iso={attempt.startedAt} />
                </td>
                <td data-label="Source" className="prose-cell">
                  <code>
                    <Untrusted text={attempt.source.text} />
                  </code>
                </td>
                <td data-label="Outcome" className="prose-cell">
                  <Untrusted text={attempt.outcome} />
                  {attempt.detail && (
                    <>
                      {': '}
                      <Untrusted text={attempt.detail.text} layout="sentence" />
                    </>
                  )}
                </td>
                <td data-label="Bytes" className="num">
                  {formatBytes(attempt.bytes)}
                </td>
                <td data-label="Root of what came" className="col-hash">
                  {attempt.foundRoot ? (
                    <Hash value={attempt.foundRoot} kind="root of what came" />
                  ) : (
                    <span className="muted">–</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">
        A source that serves other bytes is a faulty source: it accuses neither author nor provider.
      </p>
    </>
  )
}
