/** PostgreSQL cannot be started here; the message says why and what to do, in words for whoever typed the command. */
export class PostgresError extends Error {
  override name = 'PostgresError'
}
