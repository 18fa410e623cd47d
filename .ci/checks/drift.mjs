import { createHash } from 'node:crypto'
import { capture } from '../command.mjs'
import { listFiles, readText } from '../files.mjs'

const GENERATED = /(^|\/)generated\/|^store\/src\/model\/|^api\/schema\.graphql$/

/**
 * Runs every generator again (entities from schema.graphql, SDL from the API's classes, web types from the SDL) and
 * compares. The regenerated files stay, so that committing them is the repair. @returns {Promise<string[]>}
 */
export async function checkDrift() {
  const before = fingerprint()
  const { code, output } = await capture(['npx', 'turbo', 'run', 'codegen', '--output-logs=errors-only'])
  if (code !== 0) return [`npm run codegen failed:\n${output.slice(-4_000)}`]
  const after = fingerprint()
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name} is not what its source generates: commit it as npm run codegen has just written it.`)
}

function fingerprint() {
  const names = listFiles().filter((name) => GENERATED.test(name))
  return new Map(names.map((name) => [name, createHash('sha256').update(readText(name)).digest('hex')]))
}
