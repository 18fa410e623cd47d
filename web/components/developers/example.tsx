import type { Example as Given } from '../../lib/developers-api'
import { OldData } from '../frame/known'
import { UpstreamNotice } from '../frame/trouble'
import { CopyButton } from '../value/hash'
import { Untrusted } from '../value/untrusted'

/** A query, the command that asks it, and what the API answered to it for this page. */
export function Example({ example, api }: { example: Given; api: string }) {
  const { title, query, answer } = example
  const body = JSON.stringify({ query: query.replaceAll(/\s+/g, ' ') })
  const command = `curl -s ${api}/graphql -H 'content-type: application/json' -d '${body}'`
  return (
    <article className="example">
      <h3 className="group-title">{title}</h3>
      <p className="example-copy">
        <span className="muted">As a command</span> <CopyButton value={command} kind="command that asks it" />
      </p>
      <div className="example-sides">
        <Code label={`Query: ${title}`} text={query} />
        <div>
          {answer.kind === 'found' && <Code label={`Answer: ${title}`} text={JSON.stringify(answer.value, null, 2)} />}
          {answer.kind === 'upstream-down' &&
            (answer.last ? (
              <OldData trouble={answer} at={answer.last.at} level={2}>
                <Code label={`Old answer: ${title}`} text={JSON.stringify(answer.last.value, null, 2)} />
              </OldData>
            ) : (
              <UpstreamNotice trouble={answer} level={2} />
            ))}
          {answer.kind === 'refused' && (
            <p className="note">
              The API refused it: <Untrusted text={answer.message} layout="sentence" />
            </p>
          )}
        </div>
      </div>
    </article>
  )
}

/** Scrolls on its own, so it can be reached by the keyboard. */
function Code({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section className="code" aria-label={label} tabIndex={0}>
      <pre>
        <Untrusted text={text} layout="block" />
      </pre>
    </section>
  )
}
