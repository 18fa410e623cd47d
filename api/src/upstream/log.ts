import { parseTilePath } from '@touchstone/verify'
import { z } from 'zod'
import { FOREVER, JSON_TYPE } from '../rest/answers'
import { defineEndpoint, type Endpoint } from '../rest/endpoint'
import { RestError } from '../rest/restError'
import type { AuditorServer, Bounds } from './auditor'

/** A tile of entries: 256 of at most 65 535 bytes each. */
const BOUNDS: Bounds = { bytes: 17 * 1024 ** 2, waitMs: 10_000, idleMs: 10_000 }
const TEXT = 'text/plain; charset=utf-8'
const SHORTLY = 'public, max-age=2'

const tail = z
  .string()
  .max(200)
  .meta({ description: 'Path within the log.', examples: ['checkpoint'] })

/** The verdict log as c2sp.org/tlog-tiles has it, from the auditor. */
export function logEndpoint(auditor: AuditorServer): Endpoint {
  return defineEndpoint({
    path: '/log/{tail}',
    summary:
      'The verdict log: checkpoint, anchor, keys, tile/…, proof/<verdict>.tlog-proof, verdict/<verdict>; formats of c2sp.org.',
    params: z.object({ tail }),
    query: z.object({}),
    produces: { type: 'application/octet-stream', description: 'The file.' },
    serve: async (params, _query, { signal }) => {
      const form = findForm(params.tail)
      const passed = form && (await auditor.get(`/log/${params.tail}`, BOUNDS, signal))
      if (!form || !passed)
        throw new RestError('NOT_FOUND', `The log has nothing at ${JSON.stringify(params.tail.slice(0, 80))}.`)
      return { ...form, ...passed }
    },
  })
}

/** Media type and cache of a path of the log; undefined for what is none. Nothing else is asked of the auditor. */
function findForm(path: string): { type: string; cache: string } | undefined {
  if (path === 'checkpoint' || path === 'keys') return { type: TEXT, cache: SHORTLY }
  if (path === 'anchor') return { type: JSON_TYPE, cache: SHORTLY }
  if (parseTilePath(path)) return { type: 'application/octet-stream', cache: FOREVER }
  if (/^proof\/[1-9]\d{0,17}\.tlog-proof$/.test(path)) return { type: TEXT, cache: SHORTLY }
  return /^verdict\/[1-9]\d{0,17}$/.test(path) ? { type: JSON_TYPE, cache: FOREVER } : undefined
}
