import { isIP } from 'node:net'
import {
  type ChannelOptions,
  Client,
  type ClientUnaryCall,
  credentials,
  type MethodDefinition,
  type ServiceError,
} from '@grpc/grpc-js'
import type { DialGuard, GuardedAddress } from '../../safe/dialGuard.js'
import { type Refusal, refuse } from '../attempt.js'
import type { FetchLimits } from '../limits.js'
import { fromStatus } from './status.js'

/** How services of 0G DA are dialled. */
export interface GrpcDial {
  guard: Pick<DialGuard, 'resolveGuarded'>
  limits: FetchLimits
}

/** Most bytes of one answer, taken after decompression: a whole blob of 31 MiB and its envelope. */
export const MAX_MESSAGE_BYTES = 33 * 1024 * 1024
/** A retriever collects a thousand rows before it answers. */
const REQUESTS_A_BLOB = 4

/**
 * Calls one method of a service once, over a connection of its own to the address that the guard gave: no proxy, no retry, no
 * service config, one answer of at most 33 MiB, a deadline.
 * @param url base address: in the clear under `http:`, TLS under `https:`.
 */
export async function callOnce<Request, Answer>(
  { guard, limits }: GrpcDial,
  { url, method, request, signal }: Call<Request, Answer>,
): Promise<{ ok: true; answer: Answer } | Refusal> {
  const { protocol, hostname, port } = new URL(url)
  const isSecure = protocol === 'https:'
  const place = await guard.resolveGuarded(hostname, Number(port || (isSecure ? 443 : 80)), signal)
  if (!place.ok) return place
  if (signal.aborted) return refuse('time-out', 'no answer before the deadline')
  const security = isSecure ? credentials.createSsl() : credentials.createInsecure()
  const client = new Client(toTarget(place), security, toOptions(place))
  try {
    if (!(await connect(client, Date.now() + limits.connectMs, signal)))
      return refuse('unreachable', 'no connection over HTTP/2')
    return await send(client, method, request, Date.now() + REQUESTS_A_BLOB * limits.requestMs, signal)
  } finally {
    client.close()
  }
}

interface Call<Request, Answer> {
  url: string
  method: MethodDefinition<Request, Answer>
  request: Request
  /** Deadline of the work that the call belongs to. */
  signal: AbortSignal
}

// Literal addresses under schemes of their own, so that nothing is looked up.
function toTarget({ address, port }: GuardedAddress): string {
  return isIP(address) === 6 ? `ipv6:[${address}]:${port}` : `ipv4:${address}:${port}`
}

function toOptions({ address, servername }: GuardedAddress): ChannelOptions {
  return {
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.enable_http_proxy': 0,
    'grpc.enable_retries': 0,
    'grpc.service_config_disable_resolution': 1,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.default_authority': servername ?? address,
    ...(servername === undefined ? {} : { 'grpc.ssl_target_name_override': servername }),
  }
}

function connect(client: Client, deadline: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const onAbort = () => resolve(false)
    signal.addEventListener('abort', onAbort, { once: true })
    client.waitForReady(deadline, (error) => {
      signal.removeEventListener('abort', onAbort)
      resolve(error === undefined || error === null)
    })
  })
}

function send<Request, Answer>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Answer>,
  request: Request,
  deadline: number,
  signal: AbortSignal,
): Promise<{ ok: true; answer: Answer } | Refusal> {
  return new Promise((resolve) => {
    let call: ClientUnaryCall | undefined
    const onAbort = () => call?.cancel()
    signal.addEventListener('abort', onAbort, { once: true })
    const done = (error: ServiceError | null, answer?: Answer) => {
      signal.removeEventListener('abort', onAbort)
      if (error !== null) resolve(fromStatus(error.code, error.details ?? ''))
      else if (answer === undefined) resolve(refuse('bad-answer', 'an answer without a message'))
      else resolve({ ok: true, answer })
    }
    call = client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, { deadline }, done)
    if (signal.aborted) call.cancel()
  })
}
