import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('vectors/', import.meta.url)
export const OUTCOMES = ['pass', 'fail', 'unavailable', 'absent', 'refused']

/** Every vector whose name contains the word: id, operation, expected outcome and where it lies. */
export function listVectors(only = '') {
  return readdirSync(FOLDER, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.json') && name.includes(only))
    .sort()
    .map(describe)
}

function describe(name) {
  const parts = /^([a-z0-9-]+)\/([a-z0-9-]+)\.([a-z]+)\.json$/.exec(name)
  if (parts === null || !OUTCOMES.includes(parts[3]))
    throw new Error(
      `${name}: expected <operation>/<what-it-is>.<outcome>.json with an outcome of ${OUTCOMES.join(', ')}.`,
    )
  return { id: name.slice(0, -'.json'.length), operation: parts[1], expected: parts[3] }
}

/** The content of one vector. */
export function readVector({ id }) {
  return JSON.parse(readFileSync(new URL(`${id}.json`, FOLDER), 'utf8'))
}
