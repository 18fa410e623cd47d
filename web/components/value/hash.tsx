import { shortenHash } from '../../lib/format'
import { PageLink } from '../frame/page-link'

/** `table`: 6…6, `header`: 10…8, `full`: whole, wrapping anywhere. */
export type HashSize = 'table' | 'header' | 'full'

/**
 * A hash, address or root. The whole value is always in the document, so that find-in-page, selection and screen
 * readers get it; what is cut is only what is drawn.
 * @param kind what it is, for the copy button: "transaction hash".
 * @param href its page here, when it has one.
 */
export function Hash({
  value,
  kind,
  href,
  size = 'table',
}: {
  value: string
  kind: string
  href?: string
  size?: HashSize
}) {
  const body = size === 'full' ? <span className="hash-full">{value}</span> : <ShortHash value={value} size={size} />
  return (
    <span className="hash" data-hash={value}>
      {href ? <PageLink href={href}>{body}</PageLink> : body}
      <CopyButton kind={kind} />
    </span>
  )
}

function ShortHash({ value, size }: { value: string; size: 'table' | 'header' }) {
  const short = shortenHash(value, size)
  if (short === value) return <span>{value}</span>
  return (
    <>
      <span aria-hidden="true" className="hash-short">
        {short}
      </span>
      <span className="sr-only">{value}</span>
    </>
  )
}

/**
 * Works through the one listener of the page (copy-listener.tsx); hidden where scripts do not run.
 * @param value what to copy; within a `data-hash`, that.
 */
export function CopyButton({ value, kind }: { value?: string; kind: string }) {
  return <button type="button" className="copy" data-copy={value ?? ''} data-kind={kind} aria-label={`Copy ${kind}`} />
}
