import { CompareTable } from '../../components/compare/compare-table'
import { OldData } from '../../components/frame/known'
import { Notice } from '../../components/frame/notice'
import { PageBody } from '../../components/frame/page-body'
import { MalformedNotice, UpstreamNotice } from '../../components/frame/trouble'
import { TwinLink } from '../../components/frame/twin-link'
import { Untrusted } from '../../components/value/untrusted'
import { type Column, compareAgents } from '../../lib/compare'
import { MAX_COMPARED, readIds } from '../../lib/compare-ids'
import { toMetadata } from '../../lib/metadata'
import { routes } from '../../lib/routes'
import type { SearchParams } from '../../lib/view'

export const metadata = toMetadata('Compare agents', 'Two to four agents side by side, by the same definitions.')

/** Two to four agents side by side; who they are stands in the address. */
export default async function ComparePage({ searchParams }: { searchParams: SearchParams }) {
  const ids = readIds((await searchParams).a)
  const columns = await compareAgents(ids)
  const found = columns.flatMap(({ result }) => (result.kind === 'found' ? [result.value] : []))
  const old = columns.flatMap(({ result }) =>
    result.kind === 'upstream-down' && result.last ? [{ ...result, last: result.last }] : [],
  )
  return (
    <PageBody>
      <div className="page-head">
        <h1>Compare agents</h1>
      </div>
      <p className="lead">
        The same definitions for each, over everything that is indexed. Shares are of all payments that count, judged or
        not. There is no score.
      </p>
      {columns.map((column) => (
        <Missing key={column.text} column={column} />
      ))}
      {found.length > 0 && <CompareTable agents={found} />}
      {old[0] && (
        <OldData trouble={old[0]} at={Math.min(...old.map(({ last }) => last.at))} level={2}>
          <CompareTable agents={old.map(({ last }) => last.value)} />
        </OldData>
      )}
      {ids.length < 2 && (
        <Notice title="Name two to four agents" level={2}>
          <p>Their ids are on their pages: eip155, chain, registry and number.</p>
        </Notice>
      )}
      <form action={routes.compare()} method="get" className="narrow-form">
        {Array.from({ length: MAX_COMPARED }, (_, index) => index).map((index) => (
          <label key={index}>
            <span>Agent {index + 1}</span>
            <input name="a" defaultValue={ids[index] ?? ''} maxLength={200} autoComplete="off" spellCheck={false} />
          </label>
        ))}
        <button type="submit">Compare</button>
      </form>
      <TwinLink path={routes.compare(ids)} />
    </PageBody>
  )
}

function Missing({ column: { text, result } }: { column: Column }) {
  switch (result.kind) {
    case 'found':
      return null
    case 'malformed':
      return <MalformedNotice fault={result} level={2} />
    case 'upstream-down':
      return result.last ? null : <UpstreamNotice trouble={result} level={2} />
    case 'refused':
      return (
        <Notice title="The server did not accept this id" level={2}>
          <p>
            <Untrusted text={result.message} />
          </p>
        </Notice>
      )
    case 'not-found':
      return (
        <Notice title="Nothing is known under this id" level={2}>
          <p>
            <Untrusted text={text} /> looks like the id of an agent, but nothing indexed has it.
          </p>
        </Notice>
      )
  }
}
