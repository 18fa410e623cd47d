import { createHash } from 'node:crypto'
import { create } from 'xmlbuilder2'
import { showUntrusted } from '../badge/escape'
import { type ChangeRow, sayBasis, sayChange } from './sentence'

const ATOM = 'http://www.w3.org/2005/Atom'

/** What a feed is about and where it is read. */
export interface Feed {
  /** Untrusted: what cannot be seen is shown as its code point. */
  title: string
  /** Chain and subject, which name the feed. */
  chainId: number
  subject: string
  self: string
  /** The JSON document of the subject. */
  alternate: string
  next: string | undefined
  /** Of a feed without entries. */
  updated: string
  entries: readonly ChangeRow[]
  /** The JSON document that tells more about an entry. */
  linkOf(change: ChangeRow): string
}

/** An Atom feed (RFC 4287), newest first. The same changes give the same bytes, however far the index has gone on. */
export function toAtom(feed: Feed): string {
  const { chainId, subject, entries } = feed
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele(ATOM, 'feed')
  root.ele('id').txt(toUrn(chainId, subject))
  root.ele('title').txt(toText(feed.title, 200))
  root.ele('updated').txt(entries[0]?.at ?? feed.updated)
  root.ele('author').ele('name').txt('Touchstone')
  root.ele('link', { rel: 'self', type: 'application/atom+xml', href: feed.self })
  root.ele('link', { rel: 'alternate', type: 'application/json', href: feed.alternate })
  if (feed.next !== undefined) root.ele('link', { rel: 'next', type: 'application/atom+xml', href: feed.next })
  for (const change of entries) {
    const entry = root.ele('entry')
    // Numbers of verdicts are those of one database; with the time no other database has the same.
    entry.ele('id').txt(toUrn(chainId, subject, change.id, change.at))
    entry.ele('title').txt(toText(sayChange(change), 400))
    entry.ele('updated').txt(change.at)
    entry.ele('category', { term: change.kind })
    entry.ele('link', { rel: 'alternate', type: 'application/json', href: feed.linkOf(change) })
    entry.ele('content', { type: 'text' }).txt(toText(`${sayChange(change)} ${sayBasis(change)}`, 1_000))
  }
  return root.end({ prettyPrint: true })
}

/** The builder takes `&#8238;` in a text for the character that it stands for: no text of ours is markup. */
function toText(text: string, maxLength: number): string {
  return showUntrusted(text, maxLength).replaceAll('&', '&amp;')
}

/** A UUID of version 8 (RFC 9562) out of the SHA-256 of the parts. */
function toUrn(...parts: (string | number)[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
  return `urn:uuid:${groups.join('-')}`
}
