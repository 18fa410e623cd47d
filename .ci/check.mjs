import { checkBudgets } from './checks/budgets.mjs'
import { checkCompose } from './checks/compose.mjs'
import { checkDrift } from './checks/drift.mjs'
import { checkEgress } from './checks/egress.mjs'
import { checkFormat } from './checks/format.mjs'
import { checkImports } from './checks/imports.mjs'
import { checkLockfile } from './checks/lockfile.mjs'
import { checkSdl } from './checks/sdl.mjs'
import { checkTypes } from './checks/types.mjs'
import { checkWords } from './checks/words.mjs'

/** Cheap ones first. Each returns what is wrong, one sentence a finding. */
const CHECKS = [
  ['lock file names no download address', checkLockfile],
  ['nothing unfinished, silenced or secret', checkWords],
  ['files and functions are short', checkBudgets],
  ['everything leaves by the guard', checkEgress],
  ['docker-compose.yml fits the compose schema', checkCompose],
  ['generated files are up to date', checkDrift],
  ['the schema keeps what was released', checkSdl],
  ['format and lint', checkFormat],
  ['imports point one way, without cycles', checkImports],
  ['everything compiles, tests included', checkTypes],
]

let failed = 0
for (const [title, check] of CHECKS) {
  const startedAt = Date.now()
  const findings = await check()
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  console.log(`${findings.length === 0 ? 'ok    ' : 'FAILED'} ${title} (${seconds} s)`)
  for (const finding of findings) console.log(finding.replace(/^/gm, '       '))
  if (findings.length > 0) failed++
}
process.exitCode = failed > 0 ? 1 : 0
