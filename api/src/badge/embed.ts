import { createHash } from 'node:crypto'
import type { BadgeQuery, HeadFragment } from '../rest/generated/operations'
import { escapeMarkup, showUntrusted } from './escape'
import { formatCount, formatShare } from './numbers'
import { asOf, count, summarise } from './summary'

type Agent = NonNullable<BadgeQuery['agent']>

const QUESTIONS = [
  ['payment', 'Paid as signed'],
  ['signature', 'Signed by the provider’s key'],
  ['enclave', 'Key held by an attested enclave'],
  ['workload', 'Enclave runs known software'],
  ['opening', 'Bill opened into requests'],
  ['content', 'Contents published'],
] as const

const STYLE = `:root{color-scheme:light dark;--text:#11151c;--muted:#515b6b;--back:#fff;--line:#7a8496;--failed:#b42318;--link:#0b5cad}
@media(prefers-color-scheme:dark){:root{--text:#e6eaf0;--muted:#a3aebf;--back:#0e1116;--line:#6b778b;--failed:#ff8a80;--link:#6cb2f5}}
body{margin:0;padding:12px 16px;background:var(--back);color:var(--text);font:14px/20px system-ui,sans-serif}
h1{margin:0;font-size:16px;overflow-wrap:anywhere}p{margin:4px 0}small{color:var(--muted);overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}caption{text-align:left;padding:8px 0 4px}
th,td{padding:2px 0;border-top:1px solid var(--line);text-align:right}th:first-child{text-align:left;font-weight:400}
.failed{color:var(--failed);font-weight:600}a{color:var(--link)}`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** Nothing is loaded, run or sent; anybody may frame it. */
export const EMBED_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors *',
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ')

/** A page of an agent for an iframe: no script, light or dark as the reader's system is. */
export function toEmbed(agent: Agent, meta: HeadFragment): string {
  const { shares } = agent
  const paid = BigInt(shares.settlements)
  const { message } = summarise(shares, meta)
  const rows = QUESTIONS.map(([question, title]) => {
    const cell = (status: 'pass' | 'fail' | 'unavailable' | 'absent') => count(shares, question, status)
    const failed = cell('fail')
    return `<tr><th scope="row">${title}</th><td>${formatShare(cell('pass'), paid)}</td><td${
      failed > 0n ? ' class="failed"' : ''
    }>${formatCount(failed)}</td><td>${formatCount(cell('unavailable'))}</td><td>${formatCount(cell('absent'))}</td></tr>`
  }).join('')
  const table = `<table><caption>Of ${formatCount(paid)} settlements, ${formatCount(BigInt(shares.judged))} of them checked</caption>
<thead><tr><th scope="col">Question</th><th scope="col">proven</th><th scope="col">failed</th><th scope="col">could not check</th><th scope="col">nothing published</th></tr></thead>
<tbody>${rows}</tbody></table>`
  const name = agent.name ? showUntrusted(agent.name.text) : `Agent ${agent.agentId}`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeMarkup(agent.id)}</title><style>${STYLE}</style></head>
<body><h1><bdi>${escapeMarkup(name)}</bdi></h1>
<p><small>The name is its owner’s word. ${escapeMarkup(agent.id)}</small></p>
<p>Inference: ${escapeMarkup(message)}</p>
${paid === 0n ? '<p>No settlement counts for this agent: no payer is linked to it strongly enough, or none has paid.</p>' : table}
<p><small>As of ${escapeMarkup(asOf(meta))}, block ${meta.indexedHeight}. Proven is what was checked, not that the agent is good.
<a href="/v1/agents/${encodeURIComponent(agent.id)}.json" target="_blank" rel="noopener noreferrer">Evidence</a></small></p></body></html>
`
}
