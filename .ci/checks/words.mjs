import { listFiles, listWrittenCode, readText } from '../files.mjs'

/** Written so that this file does not find itself. */
const IN_CODE = [
  [/\b(TODO|FIXME|XX[X])\b/, 'unfinished work belongs in an issue, not in the code'],
  [/@ts-(ignore|nochec[k])/, 'a silenced compiler is a bug that waits'],
  [
    /\b(describe|it|test)\.(only|ski[p]|todo|fails)\(/,
    'a test that does not run proves nothing (runIf says aloud why it may not)',
  ],
]
const SECRET = /-----BEGIN [A-Z ]*PRIVATE KEY-----/

/** @returns {string[]} words that must not be committed, with where they stand. */
export function checkWords() {
  const code = listWrittenCode().filter((name) => name !== '.ci/checks/words.mjs')
  return [...code.flatMap(findInCode), ...listFiles().flatMap(findSecrets)]
}

function findInCode(name) {
  const found = []
  for (const [index, line] of readText(name).split('\n').entries())
    for (const [pattern, why] of IN_CODE)
      if (pattern.test(line)) found.push(`${name}:${index + 1}: ${line.trim()} (${why})`)
  return found
}

function findSecrets(name) {
  if (name === '.ci/checks/words.mjs' || /\.(png|woff2?|ico|zst|gz)$/.test(name)) return []
  return SECRET.test(readText(name)) ? [`${name} holds a private key.`] : []
}
