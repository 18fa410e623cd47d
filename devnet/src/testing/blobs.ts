import { Client, credentials, type MethodDefinition, type ServiceDefinition } from '@grpc/grpc-js'
import type { DaPointer } from '@touchstone/verify'

const CALL_MS = 5_000

/** A blob from a service of 0G DA, whatever it serves. */
export async function askBlob(url: string, service: ServiceDefinition, pointer: DaPointer): Promise<Uint8Array> {
  const { data } = await callService<{ data: Uint8Array }>(url, service, 'RetrieveBlob', toKey(pointer))
  return data
}

/** Slices of rows from a DA node. */
export async function askSlices(
  url: string,
  service: ServiceDefinition,
  pointer: DaPointer,
  rows: readonly number[],
): Promise<Uint8Array[]> {
  const request = { requests: [{ ...toKey(pointer), row_indexes: rows }] }
  const answer = await callService<{ encoded_slice: { encoded_slice: Uint8Array[] }[] }>(
    ...([url, service, 'BatchRetrieve', request] as const),
  )
  return answer.encoded_slice[0]?.encoded_slice ?? []
}

function toKey({ dataRoot, epoch, quorumId }: DaPointer) {
  return { storage_root: Buffer.from(dataRoot.slice(2), 'hex'), epoch: `${epoch}`, quorum_id: `${quorumId}` }
}

function callService<Answer>(url: string, service: ServiceDefinition, name: string, request: object): Promise<Answer> {
  const { path, requestSerialize, responseDeserialize } = service[name] as MethodDefinition<object, Answer>
  const client = new Client(new URL(url).host, credentials.createInsecure())
  return new Promise<Answer>((resolve, reject) =>
    client.makeUnaryRequest(
      ...([path, requestSerialize, responseDeserialize, request] as const),
      { deadline: Date.now() + CALL_MS },
      (error, answer) => (error || answer === undefined ? reject(error ?? new Error('No answer.')) : resolve(answer)),
    ),
  ).finally(() => client.close())
}
