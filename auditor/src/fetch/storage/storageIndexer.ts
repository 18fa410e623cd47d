import type { Hex } from '@touchstone/verify'
import { z } from 'zod'
import { DISK_FROM_BYTES, type HeldBytes } from '../../files/heldBytes.js'
import type { Scratch, SpoolFile } from '../../files/spool.js'
import { type SafeAnswer, safeFetch } from '../../safe/safeFetch.js'
import { type Refusal, refuse } from '../attempt.js'
import { call, type RpcSource } from '../jsonRpc.js'

const LOCATIONS_ANSWER_BYTES = 256 * 1024
/** More locations than any network has trusted nodes; the rest of a longer list is not looked at. */
const MAX_LOCATIONS = 16
const REST_ERROR_BYTES = 64 * 1024

const locationsShape = z.array(z.object({ url: z.string().max(2048) })).nullable()

/** Where the indexer says the finalised file lies; empty where it knows no place. Addresses are not checked yet. */
export async function askLocations(indexer: RpcSource, root: Hex): Promise<{ ok: true; urls: string[] } | Refusal> {
  const answer = await call(indexer, {
    method: 'indexer_getFileLocations',
    params: [root],
    result: locationsShape,
    maxBytes: LOCATIONS_ANSWER_BYTES,
  })
  if (answer.ok) return { ok: true, urls: (answer.value ?? []).slice(0, MAX_LOCATIONS).map(({ url }) => url) }
  // "file not found" is an error of the protocol, not of the indexer.
  if ('code' in answer && /not found/i.test(answer.detail)) return { ok: true, urls: [] }
  return answer
}

/** The whole file over the indexer's REST gateway: a third party like any other, hashed when it comes. */
export async function downloadFile(
  indexer: RpcSource,
  root: Hex,
  size: number,
  scratch: Scratch,
): Promise<{ ok: true; served: HeldBytes } | Refusal> {
  const maxBytes = Math.max(Math.ceil(size / 256) * 256, REST_ERROR_BYTES)
  let file: SpoolFile | undefined
  const answer = await safeFetch(indexer.door, {
    ...indexer,
    url: `${indexer.url}/file?root=${root}`,
    method: 'GET',
    maxBytes,
    into: async (headers) => {
      if (!isFile(headers) || maxBytes < DISK_FROM_BYTES) return undefined
      file ??= await scratch.create(maxBytes)
      return file
    },
  })
  if (!answer.ok) {
    await file?.close()
    return answer
  }
  if (isFile(answer.headers)) return { ok: true, served: file?.read(answer.bytes) ?? answer.body }
  return fromBusinessError(answer.body)
}

/** A payload may itself be JSON: a file is told by its header, an error by the lack of it. */
function isFile(headers: SafeAnswer['headers']): boolean {
  return String(headers['content-disposition'] ?? '').startsWith('attachment')
}

const errorShape = z.object({ code: z.int() })

function fromBusinessError(body: Buffer): Refusal {
  switch (parseCode(body)) {
    case 101:
      return refuse('unknown-root', 'the gateway found no available file under the root')
    case 102:
      return refuse('pruned', 'the gateway says that the file is pruned')
    case 103:
      return refuse('partial', 'the gateway says that the file is not finalised')
    case 105:
      return refuse('too-large', 'the gateway does not serve files of this size')
    default:
      return refuse('bad-answer', 'neither a file nor a known error')
  }
}

function parseCode(body: Buffer): number | undefined {
  try {
    return errorShape.safeParse(JSON.parse(body.toString('utf8'))).data?.code
  } catch {
    return undefined
  }
}
