import { spawnSync } from 'node:child_process'
import { PostgresError } from './postgres-error.js'

const USER_NAMESPACE = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--']

let prefix: string[] | undefined

/**
 * Words to put before a command so that it does not see itself as root, which PostgreSQL refuses. An ordinary user
 * needs none. Root gets a user namespace, in which root's own files still belong to the process: another account could
 * not enter a 0700 folder above the clone.
 * @throws PostgresError where root may not open a user namespace.
 */
export function getUnprivilegedPrefix(): readonly string[] {
  prefix ??= process.getuid?.() === 0 ? requireUserNamespace() : []
  return prefix
}

function requireUserNamespace(): string[] {
  const [program = '', ...args] = USER_NAMESPACE
  const probe = spawnSync(program, [...args, 'true'], { encoding: 'utf8' })
  if (probe.status === 0) return USER_NAMESPACE
  const why = probe.error?.message ?? probe.stderr.trim()
  throw new PostgresError(
    `PostgreSQL refuses to run as root, and this machine does not let root leave its privileges through \`unshare --user\` (${why}). Run as an ordinary user, or set DATABASE_URL (for the tests TEST_DATABASE_URL) to a PostgreSQL server.`,
  )
}
