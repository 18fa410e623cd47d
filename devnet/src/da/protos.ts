import { createRequire } from 'node:module'
import type { ServiceDefinition } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'

/** Key of a dispersal, as all services take it; numbers of 64 bits as decimals. */
export interface BlobKey {
  storage_root: Uint8Array
  epoch: string
  quorum_id: string
}

const require = createRequire(import.meta.url)

function load(file: string, service: string): ServiceDefinition {
  const path = require.resolve(`@touchstone/networks/proto/${file}.proto`)
  return loadSync(path, { keepCase: true, longs: String, enums: String, defaults: true })[service] as ServiceDefinition
}

export const DISPERSER = load('disperser', 'disperser.Disperser')
export const RETRIEVER = load('retriever', 'retriever.Retriever')
export const SIGNER = load('signer', 'signer.Signer')
