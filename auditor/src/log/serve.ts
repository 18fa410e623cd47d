import type { IncomingMessage, ServerResponse } from 'node:http'
import { formatVerifierKey, parseTilePath } from '@touchstone/verify'
import type { Logger } from 'pino'
import type { Queryable } from '../database.js'
import { ANCHOR, CHECKPOINT, type LogFolder } from './logFolder.js'
import { findOrigin, listKeys } from './logRows.js'
import { findVerdictProof } from './verdictProof.js'

/** Serves everything under /log/; never rejects. */
export type ServeLog = (request: IncomingMessage, response: ServerResponse) => Promise<void>

interface Answer {
  type: string
  cache: string
  body: string | Uint8Array
}

const TEXT = 'text/plain; charset=utf-8'
const JSON_TEXT = 'application/json; charset=utf-8'
const BYTES = 'application/octet-stream'
// A path of a tile stands for one content for ever; a checkpoint and a proof are replaced by newer ones.
const FOREVER = 'public, max-age=31536000, immutable'
const SHORTLY = 'public, max-age=2'

/** `/log/checkpoint`, `/log/anchor`, `/log/tile/…`, `/log/keys`, `/log/proof/<verdict>.tlog-proof`, `/log/verdict/<verdict>`. */
export function createLogRoutes(db: Queryable, folder: LogFolder, log: Logger): ServeLog {
  return async (request, response) => {
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is served.')
      const path = (request.url ?? '').split('?')[0]?.slice('/log/'.length) ?? ''
      const answer = await findAnswer(db, folder, path)
      if (answer === undefined) return refuse(response, 404, 'The log has nothing there.')
      const { type, cache, body } = answer
      response.writeHead(200, {
        ...{ 'content-type': type, 'cache-control': cache, 'content-length': Buffer.byteLength(body) },
        ...{ 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' },
      })
      response.end(request.method === 'HEAD' ? undefined : body)
    } catch (error) {
      log.warn({ err: error }, 'the log could not be served')
      refuse(response, 503, 'The log cannot be served now.')
    }
  }
}

async function findAnswer(db: Queryable, folder: LogFolder, path: string): Promise<Answer | undefined> {
  if (path === CHECKPOINT || path === ANCHOR || parseTilePath(path) !== undefined) return findFile(folder, path)
  if (path === 'keys') return listVerifierKeys(db)
  const [, proof] = /^proof\/([1-9]\d{0,17})\.tlog-proof$/.exec(path) ?? []
  if (proof !== undefined) return findProof(db, folder, proof)
  const [, verdict] = /^verdict\/([1-9]\d{0,17})$/.exec(path) ?? []
  return verdict === undefined ? undefined : findVerdict(db, verdict)
}

async function findFile(folder: LogFolder, path: string): Promise<Answer | undefined> {
  const body = await folder.find(path)
  if (body === undefined) return undefined
  if (path === CHECKPOINT) return { type: TEXT, cache: SHORTLY, body }
  return path === ANCHOR ? { type: JSON_TEXT, cache: SHORTLY, body } : { type: BYTES, cache: FOREVER, body }
}

async function listVerifierKeys(db: Queryable): Promise<Answer | undefined> {
  const name = await findOrigin(db)
  if (name === undefined) return undefined
  const keys = (await listKeys(db)).map((key) => formatVerifierKey({ name, publicKey: Buffer.from(key, 'base64') }))
  return { type: TEXT, cache: SHORTLY, body: `${keys.join('\n')}\n` }
}

async function findProof(db: Queryable, folder: LogFolder, verdict: string): Promise<Answer | undefined> {
  const body = await findVerdictProof(db, folder, verdict)
  return body === undefined ? undefined : { type: TEXT, cache: SHORTLY, body }
}

/** The verdict that an entry names: body, signature and key, as a bundle's manifest has them. */
async function findVerdict(db: Queryable, verdict: string): Promise<Answer | undefined> {
  const { rows } = await db.query<{ body: string; signature: string; keyId: string }>(
    `select body, body_signature as signature, key_id as "keyId" from verdicts.verdict where id = $1`,
    [verdict],
  )
  return rows[0] && { type: JSON_TEXT, cache: FOREVER, body: JSON.stringify(rows[0]) }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  if (!response.headersSent) response.writeHead(status, { 'content-type': TEXT })
  response.end(`${text}\n`)
}
