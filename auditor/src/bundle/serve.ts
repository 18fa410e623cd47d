import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Logger } from 'pino'
import { archiveSize, writeArchive } from './archive.js'
import { writeCollection } from './collection.js'
import { type BundleContext, gatherBundle } from './gather.js'
import { type CollectionRequest, RequestError, readCollectionRequest } from './request.js'

/** Bundles that are written at a time. */
const MAX_PARALLEL = 4
/** A reader that takes nothing for so long gives its place to another. */
const IDLE_MS = 30_000
const KNOWN = `Known paths: /bundle/settlement/<id>.zip of a final settlement; /bundle/agent/<id>.zip and
/bundle/provider/<address>.zip with ?from= and &to=, ISO 8601 or milliseconds, and &after= to go on behind a file.`
const SETTLEMENT = /^\/bundle\/settlement\/([0-9]{1,16}-0x[0-9a-f]{64}-[0-9]{1,9})\.zip$/

export interface BundleRoutes {
  /** Answers a request for a path under /bundle/. Never rejects. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** A file that is ready to be sent. `size` is left out where it is not known before. */
interface Download {
  name: string
  size?: number
  bytes: AsyncGenerator<Uint8Array>
}

/**
 * Serves evidence bundles: of a settlement, and collections of an agent's or a provider's settlements in an interval. A file that cannot be written to its end is cut off, which every
 * reader refuses.
 */
export function createBundleRoutes(context: BundleContext, log: Logger): BundleRoutes {
  let running = 0
  return {
    serve: async (request, response) => {
      const url = request.url ?? ''
      if (request.method !== 'GET') return refuse(response, 405, 'Only GET is served here.')
      if (running >= MAX_PARALLEL) {
        response.setHeader('retry-after', '5')
        return refuse(response, 503, `${MAX_PARALLEL} bundles are being written. Ask again in a few seconds.`)
      }
      running += 1
      try {
        const download = await find(context, url)
        if (download === undefined) refuse(response, 404, KNOWN)
        else await send(response, download)
      } catch (error) {
        if (error instanceof RequestError) return refuse(response, 400, error.message)
        log.warn({ err: error, url }, 'a bundle was not written')
        if (response.headersSent) response.destroy()
        else refuse(response, 503, 'The bundle could not be written. Ask again.')
      } finally {
        running -= 1
      }
    },
  }
}

async function find(context: BundleContext, url: string): Promise<Download | undefined> {
  const wanted = readCollectionRequest(url, context.chainId)
  if (wanted) return toDownload(context, wanted)
  const id = SETTLEMENT.exec(url.split('?')[0] ?? '')?.[1]
  const gathered = id === undefined ? undefined : await gatherBundle(context, id)
  if (gathered === undefined) return undefined
  const { files } = gathered
  return { name: `${id}.zip`, size: archiveSize(files), bytes: writeArchive(files) }
}

function toDownload(context: BundleContext, { scope, after }: CollectionRequest): Download {
  const name = `${scope.id.replaceAll(':', '-')}-${scope.from}-${scope.to}.zip`
  return { name, bytes: writeCollection(context, scope, after) }
}

async function send(response: ServerResponse, { name, size, bytes }: Download): Promise<void> {
  response.setTimeout(IDLE_MS, () => response.destroy())
  response.writeHead(200, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="${name}"`,
    'x-content-type-options': 'nosniff',
    ...(size === undefined ? {} : { 'content-length': size }),
  })
  await pipeline(Readable.from(bytes, { objectMode: false }), response)
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
