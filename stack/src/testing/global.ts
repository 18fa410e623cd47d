import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../net/port.js'
import { dropTemplates, startTestServerAt } from './postgres.js'

/**
 * Vitest's global set-up: one PostgreSQL for the whole run, named to the test processes by TEST_DATABASE_URL. It starts
 * while the first tests already run; those that need it wait for it.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const run = randomBytes(6).toString('hex')
  process.env.TEST_DATABASE_RUN = run
  const outside = process.env.TEST_DATABASE_URL
  if (outside) return () => dropTemplates(outside, run)
  const place = {
    folder: await mkdtemp(join(tmpdir(), 'touchstone-postgres-')),
    password: randomBytes(16).toString('hex'),
    port: await findFreePort(),
  }
  process.env.TEST_DATABASE_URL = `postgres://touchstone:${place.password}@127.0.0.1:${place.port}/postgres`
  const starting = startTestServerAt(place)
  starting.catch((error: Error) => console.error(error.message))
  return async () => {
    const server = await starting.catch(() => undefined)
    await server?.stop()
  }
}
