/** Where the feed of an agent or a provider is. */
export function feedPath(kind: 'agents' | 'providers', id: string): string {
  return `/v1/${kind}/${encodeURIComponent(id)}/feed.atom`
}

/** Header by which a document names its feed (RFC 8288). */
export function feedLink(kind: 'agents' | 'providers', id: string): Record<string, string> {
  return { link: `<${feedPath(kind, id)}>; rel="alternate"; type="application/atom+xml"` }
}
