import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { CannotCheckError } from '../../usage.js'

/** Opens a database for the time of `use`. @throws CannotCheckError where it cannot be reached. */
export async function withDatabase<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  // A server that goes away fails the query that is under way.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (cause) {
    throw new CannotCheckError(`the database does not answer (${(cause as Error).message})`, { cause })
  }
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/**
 * The database that the second index is built in: `url` where the caller has an empty one, else one made on the server of
 * `beside` and dropped at the end.
 */
export async function withScratchDatabase<T>(
  { url, beside }: { url: string | undefined; beside: string },
  use: (url: string) => Promise<T>,
): Promise<T> {
  if (url !== undefined) return use(url)
  const name = `touchstone_verify_${randomBytes(6).toString('hex')}`
  await withDatabase(beside, async (client) => {
    await client.query(`create database ${name} template template0`).catch((cause: Error) => {
      throw new CannotCheckError(
        `no database can be made beside the index (${cause.message}): give an empty one with --scratch-database`,
        { cause },
      )
    })
  })
  const scratch = new URL(beside)
  scratch.pathname = `/${name}`
  try {
    return await use(scratch.href)
  } finally {
    await withDatabase(beside, (client) => client.query(`drop database if exists ${name} with (force)`))
  }
}
