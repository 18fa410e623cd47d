// Regenerates the entities from schema.graphql in a folder of its own and compares them with src/model: exits 1 and
// names the files where someone edited either side alone. That the migrations match the entities is facts.test.ts.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'touchstone-codegen-'))
try {
  cpSync(path.join(here, '../schema.graphql'), path.join(folder, 'schema.graphql'))
  const manifest = createRequire(import.meta.url).resolve('@subsquid/typeorm-codegen/package.json')
  const codegen = path.join(
    path.dirname(manifest),
    JSON.parse(readFileSync(manifest, 'utf8')).bin['squid-typeorm-codegen'],
  )
  execFileSync(process.execPath, [codegen], { cwd: folder, stdio: 'inherit' })
  const fresh = path.join(folder, 'src/model')
  const kept = path.join(here, 'src/model')
  const names = new Set([...listFiles(fresh), ...listFiles(kept)])
  const stale = [...names].filter((name) => readOr(path.join(fresh, name)) !== readOr(path.join(kept, name)))
  if (stale.length > 0) {
    console.error(`store/src/model differs from schema.graphql: ${stale.join(', ')}. Run npm run codegen and commit.`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true })
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
}

function readOr(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
