// Writes store/db/facts.sql from the entities, as `npm run codegen` asks for it after making them. typeorm tells the
// statements against an empty database.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { startTestServer } from '@touchstone/stack/testing'
import { ROOT } from './command.mjs'

const { buildFactsSource } = createRequire(import.meta.url)(join(ROOT, 'store/lib/facts.js'))

const HEAD = '-- Made from the entities by `npm run codegen`; never edited.\n'

/**
 * A foreign key looks its row up and locks it, for each row that is written: a quarter of what PostgreSQL spends on a new
 * agent. Facts have one writer, so that nobody needs the locks, and it never changes an id: the same is asserted once a
 * statement. Each look plans anew: a plan made for short tables would stay while they grow.
 */
const REFERENCES = `-- What foreign keys would assert, once a statement instead of once a row.
CREATE OR REPLACE FUNCTION assert_referenced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE missing text;
BEGIN
  -- An upsert comes by twice, once without rows.
  IF NOT EXISTS (SELECT FROM new_rows) THEN RETURN NULL; END IF;
  EXECUTE format('SELECT %1$I FROM new_rows n WHERE %1$I IS NOT NULL AND NOT EXISTS (SELECT FROM %2$I r WHERE r.id = n.%1$I) LIMIT 1',
    TG_ARGV[0], TG_ARGV[1]) INTO missing;
  IF missing IS NOT NULL THEN
    RAISE foreign_key_violation USING CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME, COLUMN = TG_ARGV[0],
      MESSAGE = format('A row of %s refers by %s to %s, which is not in %s.', TG_TABLE_NAME, TG_ARGV[0], missing, TG_ARGV[1]);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION assert_unreferenced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held text;
BEGIN
  IF NOT EXISTS (SELECT FROM old_rows) THEN RETURN NULL; END IF;
  EXECUTE format('SELECT id FROM old_rows o WHERE EXISTS (SELECT FROM %1$I r WHERE r.%2$I = o.id) LIMIT 1',
    TG_ARGV[0], TG_ARGV[1]) INTO held;
  IF held IS NOT NULL THEN
    RAISE foreign_key_violation USING CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME,
      MESSAGE = format('%s of %s is deleted and a row of %s still refers to it by %s.', held, TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1]);
  END IF;
  RETURN NULL;
END $$;
`

const FOREIGN_KEY = /^ALTER TABLE ("\w+") ADD CONSTRAINT "(\w+)" FOREIGN KEY \("(\w+)"\) REFERENCES ("\w+")\("id"\)/

/** The triggers that stand for a foreign key; undefined for any other statement. */
function toReference(statement) {
  const [, table, name, column, target] = FOREIGN_KEY.exec(statement) ?? []
  if (table === undefined) return undefined
  const on = (suffix, event, of, rows, call) =>
    `CREATE TRIGGER "${name}_${suffix}" AFTER ${event} ON ${of} REFERENCING ${rows} FOR EACH STATEMENT EXECUTE FUNCTION ${call};`
  const [from, to] = [table, target].map((quoted) => quoted.replaceAll('"', "'"))
  return [
    on('insert', 'INSERT', table, 'NEW TABLE AS new_rows', `assert_referenced('${column}', ${to})`),
    on('update', 'UPDATE', table, 'NEW TABLE AS new_rows', `assert_referenced('${column}', ${to})`),
    on('delete', 'DELETE', target, 'OLD TABLE AS old_rows', `assert_unreferenced(${from}, '${column}')`),
  ]
}

const server = await startTestServer()
try {
  const source = await buildFactsSource(server.url).initialize()
  const { upQueries } = await source.driver.createSchemaBuilder().log()
  await source.destroy()
  const statements = upQueries.map(({ query }) => query.trim())
  const tables = statements.filter((statement) => toReference(statement) === undefined).map((one) => `${one};`)
  const references = statements.flatMap((statement) => toReference(statement) ?? [])
  writeFileSync(
    join(ROOT, 'store/db/facts.sql'),
    `${HEAD}${tables.join('\n')}\n${REFERENCES}${references.join('\n')}\n`,
  )
} finally {
  await server.stop()
}
