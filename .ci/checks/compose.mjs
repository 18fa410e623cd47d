import { DCLinter } from 'dclint'
import { ROOT } from '../command.mjs'

/** Order of keys and quoting are matters of taste; the compose specification's own schema and what is unsafe are not. */
const TASTE = [
  'no-quotes-in-volumes',
  'service-keys-order',
  'service-ports-alphabetical-order',
  'services-alphabetical-order',
]
TASTE.push('top-level-properties-order')

/** Checks docker-compose.yml against the JSON schema of the compose specification. @returns {string[]} */
export function checkCompose() {
  const rules = Object.fromEntries(TASTE.map((rule) => [rule, 0]))
  const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] })
  const results = linter.lintFiles([`${ROOT}docker-compose.yml`], false)
  return results.flatMap((file) =>
    file.messages.map(({ line, rule, message }) => `docker-compose.yml:${line}: ${message} (${rule})`),
  )
}
