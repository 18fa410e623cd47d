const REPORT = /^report\.(?:json|csv|pdf)$/
const BADGE = /^badge\.(?:svg|json)$/
const BOUND = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z)?$/
const AFTER = /^\d{1,10}-\d{1,10}$/

/**
 * Where the API has a file of an agent; undefined for a name that is none of ours.
 * @param id of an agent, parsed.
 * @param params of the request; `from`, `to` and `after` are for the bundle, and dropped where they cannot be read.
 */
export function findAgentFile(id: string, file: string, params: URLSearchParams): string | undefined {
  const agent = encodeURIComponent(id)
  if (REPORT.test(file)) return `/v1/agents/${agent}/${file}`
  if (BADGE.test(file)) return `/v1/badge/${agent}${file.slice('badge'.length)}`
  if (file !== 'bundle.zip') return undefined
  const kept = new URLSearchParams()
  for (const [name, form] of [
    ['from', BOUND],
    ['to', BOUND],
    ['after', AFTER],
  ] as const) {
    const value = params.get(name)
    if (value !== null && form.test(value)) kept.set(name, value)
  }
  return `/v1/bundles/${agent}.zip?${kept}`
}
