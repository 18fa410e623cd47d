import { type ServerUnaryCall, type ServiceError, type sendUnaryData, status } from '@grpc/grpc-js'
import type { Hex } from '@touchstone/verify'
import { type BlobStore, SYSTEMATIC_ROWS, sliceOf } from './blobStore.js'
import type { BlobKey } from './protos.js'

/** What a service does when it is asked for a blob. */
export type DaBehaviour = 'honest' | 'lie' | 'prune' | 'hang'

/** Decides for each blob; called at every request. */
export type DaBehaviours = (root: Hex) => DaBehaviour

type Handler<Request, Answer> = (call: ServerUnaryCall<Request, Answer>, reply: sendUnaryData<Answer>) => void

interface RowsRequest {
  requests: (BlobKey & { row_indexes: number[] })[]
}

/** Runs a handler; an error becomes a gRPC status, undefined leaves the caller waiting. */
export function serve<Request, Answer>(
  work: (request: Request) => Promise<Answer | undefined>,
): Handler<Request, Answer> {
  return ({ request }, reply) => {
    work(request).then(
      (answer) => {
        if (answer !== undefined) reply(null, answer)
      },
      (error: Partial<ServiceError>) =>
        reply({ code: error.code ?? status.UNKNOWN, details: error.details ?? 'failed' }),
    )
  }
}

/** The payload, as disperser and retriever give it. */
export function retrieve(store: BlobStore, behaves: DaBehaviours) {
  return serve(async (key: BlobKey) => {
    const data = await findServed(store, behaves, rootOf(key))
    return data === 'hang' ? undefined : { data }
  })
}

/** Systematic rows, as a DA node gives them: those of its own, sorted, each once. */
export function retrieveRows(store: BlobStore, behaves: DaBehaviours, owns: (row: number) => boolean) {
  return serve(async ({ requests }: RowsRequest) => {
    const answers = []
    for (const { row_indexes, ...key } of requests) {
      const rows = [...new Set(row_indexes)].sort((a, b) => a - b)
      if (!rows.every(owns)) throw refusal(status.INVALID_ARGUMENT, 'invalid row indexes')
      const data = await findServed(store, behaves, rootOf(key))
      if (data === 'hang') return undefined
      if (rows.some((row) => row >= SYSTEMATIC_ROWS)) throw refusal(status.INTERNAL, 'slice is missing')
      answers.push({ encoded_slice: rows.map((row) => sliceOf(data, row)) })
    }
    return { encoded_slice: answers }
  })
}

/** A failure with its gRPC status. */
export function refusal(code: status, details: string): Error & { code: status; details: string } {
  return Object.assign(new Error(details), { code, details })
}

async function findServed(store: BlobStore, behaves: DaBehaviours, root: Hex): Promise<Buffer | 'hang'> {
  const behaviour = behaves(root)
  if (behaviour === 'hang') return 'hang'
  const bytes = behaviour === 'prune' ? undefined : await store.find(root)
  if (bytes === undefined) throw refusal(status.NOT_FOUND, 'fail to recover slice: Not enough valid lines')
  if (behaviour === 'honest') return bytes
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 0x01
  return bytes
}

function rootOf({ storage_root: root }: BlobKey): Hex {
  if (root.length !== 32) throw refusal(status.UNKNOWN, 'parameter StorageRoot len is not accepted')
  return `0x${Buffer.from(root).toString('hex')}`
}
