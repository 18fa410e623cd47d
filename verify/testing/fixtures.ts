import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where real data lies, or would. */
export const FOLDER =
  process.env.TOUCHSTONE_FIXTURES ?? resolve(fileURLToPath(new URL('../..', import.meta.url)), '../shared/fixtures')

/** A JSON fixture, undefined where the folder named by TOUCHSTONE_FIXTURES does not hold it. */
export function findFixture<T>(name: string): T | undefined {
  const path = resolve(FOLDER, name)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
}

/** A fixture's bytes, undefined where the folder does not hold it. */
export function findFixtureBytes(name: string): Uint8Array | undefined {
  const path = resolve(FOLDER, name)
  return existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined
}

/** Why a test is skipped: which fixture it needs and how many cases that leaves out. */
export function skipReason(name: string, cases: number): string {
  return `skipped ${cases} case(s): no ${name} under ${FOLDER}; set TOUCHSTONE_FIXTURES`
}

/** Why cases are left to be asked for: each takes seconds. */
export function slowReason(cases: number): string {
  return `skipped ${cases} slow case(s): set TOUCHSTONE_SLOW to run them`
}
