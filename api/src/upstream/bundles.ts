import { z } from 'zod'
import { notFound } from '../rest/answers'
import { defineEndpoint, type Endpoint, type Tools } from '../rest/endpoint'
import { bundleSettlementQuery, headQuery } from '../rest/generated/operations'
import { RestError } from '../rest/restError'
import { findAgentId, findSettlementId } from '../words/ids'
import type { AuditorServer, Bounds } from './auditor'

/** A collection of many settlements is written while it is read. */
const BOUNDS: Bounds = { bytes: 4 * 1024 ** 3, waitMs: 30_000, idleMs: 60_000 }
const TIME = 'expected a time such as 2026-03-01T00:00:00Z, or milliseconds since 1970'
const time = z
  .string()
  .regex(/^(\d{12,15}|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?)$/, TIME)
  .optional()

const query = z.object({
  from: time.meta({ description: 'Start of the interval, for an agent or a provider.', examples: ['2026-03-01'] }),
  to: time.meta({ description: 'End of the interval, not in it.', examples: ['2026-04-01'] }),
  after: z
    .string()
    .regex(/^\d{1,10}-\d{1,10}$/, 'expected the value of next in the index of the file before')
    .optional()
    .meta({ description: '`next` of the file before, where an interval needs several files.' }),
})
type Interval = z.output<typeof query>

const id = z
  .string()
  .max(300)
  .meta({ description: 'A settlement, an agent or a provider.', examples: [`16661-0x${'cd'.repeat(32)}-0`] })

/** Evidence bundles, which anybody can check offline with `touchstone verify`. */
export function bundleEndpoint(auditor: AuditorServer): Endpoint {
  return defineEndpoint({
    path: '/bundles/{id}.zip',
    summary: 'The evidence: of a final settlement, or of an agent’s or provider’s settlements in an interval.',
    params: z.object({ id }),
    query,
    produces: { type: 'application/zip', description: 'A file for `touchstone verify`.' },
    serve: async (params, interval, tools) => {
      const { path, name } = toPath(params.id, interval)
      const passed = await auditor.get(path, BOUNDS, tools.signal)
      if (!passed) throw await explainMissing(params.id, tools)
      const headers = { ...passed.headers, 'content-disposition': `attachment; filename="${name}.zip"` }
      return { type: 'application/zip', body: passed.body, cache: 'no-cache', headers }
    },
  })
}

/** The auditor's path; every part of it is one that was read here. @throws RestError naming the parameter. */
function toPath(text: string, { from, to, after }: Interval): { path: string; name: string } {
  const lower = text.trim().toLowerCase()
  const settlement = findSettlementId(lower)
  if (settlement !== undefined) return { path: `/bundle/settlement/${settlement}.zip`, name: settlement }
  const agent = findAgentId(lower)
  const provider = /^0x[0-9a-f]{40}$/.test(lower) ? lower : undefined
  if (agent === undefined && provider === undefined)
    throw bad(
      'id',
      `expected a settlement id, an agent id or a provider's address, got ${JSON.stringify(text.slice(0, 80))}`,
    )
  if (from === undefined) throw bad('from', `${TIME}: a collection is of an interval`)
  if (to === undefined) throw bad('to', `${TIME}: a collection is of an interval`)
  const search = new URLSearchParams({ from, to, ...(after === undefined ? {} : { after }) })
  const kind = agent === undefined ? `provider/${provider}` : `agent/${agent}`
  const name = `${(agent ?? provider ?? '').replaceAll(':', '-')}-${from}-${to}`.replaceAll(/[^\w.-]/g, '')
  return { path: `/bundle/${kind}.zip?${search}`, name }
}

function bad(argument: string, message: string): RestError {
  return new RestError('BAD_USER_INPUT', `${argument}: ${message}.`, { argument })
}

/** Why there is no bundle: nothing of that id, or a settlement that can still be orphaned. */
async function explainMissing(text: string, { ask, network }: Tools): Promise<RestError> {
  const settlement = findSettlementId(text)
  if (settlement === undefined) {
    const { meta } = await ask(headQuery, {})
    return notFound('bundle', text, meta, network)
  }
  const { meta, settlement: found } = await ask(bundleSettlementQuery, { id: settlement })
  if (found?.finality !== 'hot') return notFound('bundle', settlement, meta, network)
  const message = `Settlement ${settlement} is not final yet: blocks up to ${meta.finalizedHeight} are. Ask again soon.`
  return new RestError('NOT_FOUND', message, {
    finalizedHeight: meta.finalizedHeight,
    indexedHeight: meta.indexedHeight,
  })
}
