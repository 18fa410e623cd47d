import { setTimeout as sleep } from 'node:timers/promises'
import { Client, credentials, type MethodDefinition } from '@grpc/grpc-js'
import type { BlobKey } from './protos.js'
import { DISPERSER } from './protos.js'

const ASK_MS = 500
const CALL_MS = 10_000
const DISPERSAL_MS = 120_000

interface StatusReply {
  status: string
  info: { blob_header: BlobKey | null } | null
}

/**
 * Disperses a payload as any client does, and waits until the quorum has signed for it.
 * @returns the one line that names it: `da://<root>/<epoch>/<quorum>`.
 */
export async function disperseBlob(disperser: string, bytes: Uint8Array, stopping: AbortSignal): Promise<string> {
  const client = new Client(new URL(disperser).host, credentials.createInsecure())
  try {
    const { request_id } = await call<{ request_id: Uint8Array }>(client, 'DisperseBlob', { data: bytes })
    const end = Date.now() + DISPERSAL_MS
    for (;;) {
      await sleep(ASK_MS, undefined, { signal: stopping })
      if (Date.now() > end) throw new Error(`The disperser did not end within ${DISPERSAL_MS} ms.`)
      const reply = await call<StatusReply>(client, 'GetBlobStatus', { request_id })
      if (reply.status === 'FAILED') throw new Error('The disperser failed.')
      const header = reply.info?.blob_header
      if (reply.status === 'FINALIZED' && header)
        return `da://0x${Buffer.from(header.storage_root).toString('hex')}/${header.epoch}/${header.quorum_id}`
    }
  } finally {
    client.close()
  }
}

function call<Answer>(client: Client, name: string, request: object): Promise<Answer> {
  const { path, requestSerialize, responseDeserialize } = DISPERSER[name] as MethodDefinition<object, Answer>
  const options = { deadline: Date.now() + CALL_MS }
  return new Promise((resolve, reject) =>
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, options, (error, answer) =>
      error || answer === undefined ? reject(error ?? new Error('No answer.')) : resolve(answer),
    ),
  )
}
