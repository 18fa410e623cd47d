import { availableParallelism } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { Network } from '@touchstone/networks'
import { isKeyName } from '@touchstone/verify'
import { z } from 'zod'
import { PLACES, parseVariables } from './places.js'

// A thread takes memory of its own: more than a few are asked for by name.
const DEFAULT_THREADS = Math.min(availableParallelism(), 4)

const count = z.coerce.number().int().positive()
const rpc = z.url({ protocol: /^https?$/, error: 'expected an http or https address' })

const schema = z.object({
  ...PLACES,
  /** Name in networks/ or path of a network's file. */
  NETWORK: z.string().min(1),
  /** Port of /healthz, /readyz and /metrics; none is served without it. */
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Fetches, and as many judgements, that this process works on at a time. */
  CONCURRENCY: count.max(64).default(4),
  /** Threads for large files, judgements on them and enclave reports; 0: everything in the main thread, without limits. */
  THREADS: z.coerce.number().int().min(0).max(64).default(DEFAULT_THREADS),
  /** First pause after a round in which no source had the bytes; doubles up to a day. */
  RETRY_BASE_SECONDS: count.optional(),
  /** How long a settlement waits for evidence that is under way before it is judged without it; 0: not at all. */
  JUDGE_WAIT_MS: z.coerce.number().int().min(0).max(60_000).default(1_500),
  /** How long a process that is told to stop goes on with the work in hand. */
  DRAIN_SECONDS: count.default(10),
  /** Pause between two observations of a provider's enclave report, card and models. */
  CAPTURE_SECONDS: count.default(86_400),
  /** Largest payload that is fetched. */
  MAX_PAYLOAD_BYTES: count.default(256 * 1024 * 1024),
  /** Disk that files in the making may take together. */
  SPOOL_BYTES: count.optional(),
  /** Deadline of one request to a source. */
  REQUEST_TIMEOUT_MS: count.default(30_000),
  /** Ed25519 private key (PKCS 8, PEM) that signs verdicts; made on the first run. */
  KEY_FILE: z.string().refine(isAbsolute, 'expected an absolute path').optional(),
  /** The key before that one: introduces it in the log after a rotation. */
  PREVIOUS_KEY_FILE: z.string().refine(isAbsolute, 'expected an absolute path').optional(),
  /** Origin of a log that begins; the log of a database keeps its own. */
  LOG_ORIGIN: z.string().max(200).refine(isKeyName, 'expected a name without spaces and plus signs').optional(),
  /** Pause between two looks for verdicts that the log lacks. */
  LOG_PUBLISH_SECONDS: count.max(50).default(2),
  /** secp256k1 private key (64 hex digits) of the account that anchors checkpoints; none are anchored without it. */
  ANCHOR_KEY_FILE: z.string().refine(isAbsolute, 'expected an absolute path').optional(),
  /** Pause between two anchors. */
  ANCHOR_SECONDS: count.default(3_600),
  /** The operator's webhooks (docs/webhooks.md); none are sent without it. */
  WEBHOOKS_FILE: z.string().refine(isAbsolute, 'expected an absolute path').optional(),
  /** Nodes of the chain, in place of the network's own; several are separated by commas. */
  RPC_URL: rpc.optional(),
  RPC_URLS: z
    .string()
    .transform((list) => list.split(',').map((url) => url.trim()))
    .pipe(z.array(rpc))
    .optional(),
})

/** Everything that the auditor takes from its surroundings. */
export type Env = z.infer<typeof schema> & { KEY_FILE: string; SPOOL_BYTES: number }

/** @throws EnvError naming every bad variable and what was expected of it. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const env = parseVariables(schema, source)
  return {
    ...env,
    KEY_FILE: env.KEY_FILE ?? join(env.DATA_DIR, 'auditor', 'key.pem'),
    // Each fetch and each judgement holds a file of the largest size, and as much again for other lengths of a root.
    SPOOL_BYTES: env.SPOOL_BYTES ?? 4 * env.CONCURRENCY * env.MAX_PAYLOAD_BYTES,
  }
}

/**
 * The network, its chain asked where the operator says: what a node answers is held against block hashes, so that any node will do,
 * and who names one may have no way to the public ones.
 */
export function withOwnNodes(network: Network, { RPC_URL, RPC_URLS }: Pick<Env, 'RPC_URL' | 'RPC_URLS'>): Network {
  const rpc = RPC_URLS ?? (RPC_URL === undefined ? network.rpc : [RPC_URL])
  return { ...network, rpc }
}
