// Writes store/db/facts.sql from the entities, as `npm run codegen` asks for it after making them. typeorm tells the
// statements against an empty database.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { startTestServer } from '@touchstone/stack/testing'
import { ROOT } from './command.mjs'

const { buildFactsSource } = createRequire(import.meta.url)(join(ROOT, 'store/lib/facts.js'))

const server = await startTestServer()
try {
  const source = await buildFactsSource(server.url).initialize()
  const { upQueries } = await source.driver.createSchemaBuilder().log()
  await source.destroy()
  const statements = upQueries.map(({ query }) => `${query.trim()};`)
  const head = '-- Made from the entities by `npm run codegen`; never edited.\n'
  writeFileSync(join(ROOT, 'store/db/facts.sql'), `${head}${statements.join('\n')}\n`)
} finally {
  await server.stop()
}
