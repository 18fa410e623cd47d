/** What a quote binds as the app compose: by an event of RTMR3, and by MRCONFIGID. */
import { bytesToHex } from '@noble/hashes/utils.js'
import type { RuntimeEvent } from './replay.js'

/** The value of MRCONFIGID. Forms other than 1 bind the compose within a digest of more than the report shows. */
export type ConfigId = { kind: 'none' } | { kind: 'compose'; hash: string } | { kind: 'other'; version: number }

/** The one compose hash that the platform itself measured; `doubled` where it measured two, null where none. */
export type MeasuredCompose = { hash: string } | 'doubled' | null

const COMPOSE_HASH_BYTES = 32
const COMPOSE_VERSION = 1
/** Events behind this one, up to `system-ready`, are the platform's as well; the compose hash belongs before it. */
const BOOT_DONE = 'boot-mr-done'
const SYSTEM_READY = 'system-ready'

/** Reads the 48 bytes of MRCONFIGID: zeros, or 1 ‖ SHA-256 of the app compose ‖ zeros. */
export function readConfigId(mrConfigId: Uint8Array): ConfigId {
  if (mrConfigId.every((byte) => byte === 0)) return { kind: 'none' }
  const [version = 0] = mrConfigId
  const isForm = version === COMPOSE_VERSION && mrConfigId.subarray(1 + COMPOSE_HASH_BYTES).every((byte) => byte === 0)
  if (!isForm) return { kind: 'other', version }
  return { kind: 'compose', hash: bytesToHex(mrConfigId.subarray(1, 1 + COMPOSE_HASH_BYTES)) }
}

/**
 * The compose hash among replayed events: the only event `compose-hash` before `boot-mr-done`. What is measured later
 * is the application's own word; without that mark no event counts.
 */
export function findComposeHash(events: readonly RuntimeEvent[]): MeasuredCompose {
  const end = events.findIndex(({ name }) => name === BOOT_DONE)
  const [only, ...others] = events.slice(0, Math.max(end, 0)).filter(({ name }) => name === 'compose-hash')
  if (others.length > 0) return 'doubled'
  return only?.payload.length === COMPOSE_HASH_BYTES ? { hash: bytesToHex(only.payload) } : null
}

/** Payload of the first event of that name which the platform measured, before applications start; null for none. */
export function findPlatformEvent(events: readonly RuntimeEvent[], name: string): Uint8Array | null {
  const end = events.findIndex((event) => event.name === SYSTEM_READY)
  return events.slice(0, Math.max(end, 0)).find((event) => event.name === name)?.payload ?? null
}
