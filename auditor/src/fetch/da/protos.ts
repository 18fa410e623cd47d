import { createRequire } from 'node:module'
import type { MethodDefinition } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'

/** Which blob is asked for: its key in all three services. Numbers of 64 bits travel as decimals. */
export interface BlobKey {
  storage_root: Uint8Array
  epoch: string
  quorum_id: string
}

export interface BlobAnswer {
  data: Uint8Array
}

export interface RowsRequest {
  requests: (BlobKey & { row_indexes: number[] })[]
}

export interface RowsAnswer {
  encoded_slice: { encoded_slice: Uint8Array[] }[]
}

type Method<Request, Answer> = MethodDefinition<Request, Answer>

const require = createRequire(import.meta.url)

function findMethod<Request, Answer>(file: string, service: string, name: string): Method<Request, Answer> {
  const path = require.resolve(`@touchstone/networks/proto/${file}.proto`)
  const found = loadSync(path, { keepCase: true, longs: String, defaults: true })[service]
  const method = found && (found as Record<string, unknown>)[name]
  if (method === undefined) throw new Error(`${path} has no method ${service}.${name}.`)
  return method as Method<Request, Answer>
}

/** The three ways to a blob. Paths and fields are those of 0G's own services. */
export const RETRIEVE_FROM_DISPERSER = findMethod<BlobKey, BlobAnswer>(
  'disperser',
  'disperser.Disperser',
  'RetrieveBlob',
)
export const RETRIEVE_FROM_RETRIEVER = findMethod<BlobKey, BlobAnswer>(
  'retriever',
  'retriever.Retriever',
  'RetrieveBlob',
)
export const RETRIEVE_ROWS = findMethod<RowsRequest, RowsAnswer>('signer', 'signer.Signer', 'BatchRetrieve')
