import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { buildApiSchema } from './schema'

const FILE = path.join(__dirname, '../schema.graphql')

/** Writes api/schema.graphql from the classes; with --check it only compares and exits 1 where they differ. */
function main(): number {
  const sdl = `${printSchema(lexicographicSortSchema(buildApiSchema()))}\n`
  if (!process.argv.includes('--check')) {
    writeFileSync(FILE, sdl)
    return 0
  }
  if (readFileSync(FILE, 'utf8') === sdl) return 0
  console.error('api/schema.graphql differs from the classes. Run `npm run codegen -w @touchstone/api` and commit it.')
  return 1
}

process.exitCode = main()
