import { readDatabaseUrl } from './env'
import { migrate } from './migrate'
import { VerdictMigrationError } from './migration-error'

/** Configuration is wrong: a supervisor must not start the process again. */
const EXIT_CONFIG = 78

async function main(): Promise<number> {
  let url: string
  try {
    url = readDatabaseUrl(process.env)
  } catch (error) {
    console.error((error as Error).message)
    return EXIT_CONFIG
  }
  try {
    const { facts, verdicts } = await migrate(url)
    const applied = [...(facts ? ['facts.sql'] : []), ...verdicts]
    console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.')
    return 0
  } catch (error) {
    console.error((error as Error).message)
    return error instanceof VerdictMigrationError ? EXIT_CONFIG : 1
  }
}

void main().then((code) => {
  process.exitCode = code
})
