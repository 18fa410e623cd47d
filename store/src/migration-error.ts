/** The database and the SQL files of this build contradict each other; the message says which file and what to do. */
export class VerdictMigrationError extends Error {
  override name = 'VerdictMigrationError'
}
