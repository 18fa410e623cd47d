/** Which dated entries and which service held at a time. */
import type { ServiceInForce } from '../subject.js'

/** Whether an entry of the trust material was in force at `at`, milliseconds. A date that is none never is. */
export function isInForce(entry: { from: string; until: string | null }, at: number): boolean {
  const until = entry.until === null ? Number.POSITIVE_INFINITY : Date.parse(entry.until)
  return Date.parse(entry.from) <= at && at < until
}

/** The service as it stood at `at`; undefined where none is known for that time. */
export function findService(services: readonly ServiceInForce[], at: number): ServiceInForce | undefined {
  return services.findLast(({ since, until }) => since <= at && (until === null || at < until))
}
