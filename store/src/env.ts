/** The database's URL from the environment; the message names the variable where it is wrong. */
export function readDatabaseUrl(env: NodeJS.ProcessEnv): string {
  const value = env.DATABASE_URL
  if (!value) throw new Error('DATABASE_URL is not set: expected postgres://user@host:port/database.')
  if (!/^postgres(ql)?:\/\//.test(value))
    throw new Error('DATABASE_URL is not a postgres:// URL: expected postgres://user@host:port/database.')
  return value
}
