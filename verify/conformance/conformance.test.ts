import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import * as verify from '../src/index.js'
import { FOLDER as FIXTURES, findFixtureBytes, skipReason } from '../testing/fixtures.js'
import { resolveInput } from './bytes.mjs'
import { generateAll } from './generate/all.js'
import { createOperations, runOperation } from './operations.mjs'
import { listReal } from './real.mjs'
import { runVectors } from './run.mjs'
import { listVectors, readVector, type Vector } from './vectors.mjs'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const RUN = fileURLToPath(new URL('run.mjs', import.meta.url))
const FIXTURE = 'compute/kat-synthetic.json'
const REAL_VECTORS = 36
const operations = createOperations(verify)
const vectors = listVectors()

async function answer(vector: Vector): Promise<string> {
  const input = resolveInput(vector.input ?? readVector(vector).input)
  const { outcome, detail } = await runOperation(operations, vector.operation, input)
  return outcome === vector.expected ? outcome : `${outcome} (${detail})`
}

function isPositive({ expected }: Vector): boolean {
  return expected === 'pass'
}

describe('the vectors', () => {
  it('are at least 150, and for each positive at least two negatives, in every operation', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(150)
    for (const operation of new Set(vectors.map((vector) => vector.operation))) {
      const own = vectors.filter((vector) => vector.operation === operation)
      const positives = own.filter(isPositive).length
      expect(positives, operation).toBeGreaterThan(0)
      expect(own.length - positives, operation).toBeGreaterThanOrEqual(2 * positives)
    }
    expect(new Set(vectors.map(({ operation }) => operation))).toEqual(new Set(Object.keys(operations)))
  })

  it('are those that generate/ writes, and nothing else lies beside them', async () => {
    const files = await generateAll()
    const found = ['vectors', 'files'].flatMap((folder) =>
      readdirSync(`${FOLDER}${folder}`, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`.slice(FOLDER.length)),
    )
    expect(found.sort()).toEqual([...files.keys()].sort())
    const other = [...files].filter(([path, bytes]) => !Buffer.from(bytes).equals(readFileSync(`${FOLDER}${path}`)))
    expect(other.map(([path]) => path)).toEqual([])
  })

  it.each(vectors)('$id', async (vector) => {
    expect(await answer(vector)).toBe(vector.expected)
  })
})

describe('vectors of real data', () => {
  const { vectors: real } = listReal(FIXTURES)
  const isThere = findFixtureBytes(FIXTURE) !== undefined
  it.runIf(isThere).each(real)('$id', async (vector) => {
    expect(await answer(vector)).toBe(vector.expected)
  })
  it.runIf(!isThere)(skipReason(FIXTURE, REAL_VECTORS), (ctx) => ctx.skip())

  it('are counted where they are left out', () => {
    const { vectors: none, skipped } = listReal('/nowhere')
    expect(none).toEqual([])
    const counts = skipped.map((line) => Number.parseInt(line, 10))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(REAL_VECTORS)
    if (isThere) expect(real).toHaveLength(REAL_VECTORS)
  })
})

/** A program that answers each line by an expression over `line`. */
function program(expression: string): string[] {
  const code = `require('node:readline').createInterface({ input: process.stdin }).on('line', (text) => { const line = JSON.parse(text); ${expression} })`
  return [process.execPath, '-e', code]
}
const SAY = (outcome: string) => `console.log(JSON.stringify({ id: line.id, outcome: '${outcome}' }))`

describe('the runner', () => {
  const some = vectors.filter(({ operation }) => operation === 'fold-nodes')
  const negatives = some.filter((vector) => !isPositive(vector)).length

  it('finds nothing wrong with the program of this implementation', async () => {
    const results = await runVectors([process.execPath, `${FOLDER}adapter.mjs`], vectors)
    expect(results.filter(({ expected, outcome }) => outcome !== expected)).toEqual([])
  })

  it('counts the false greens of a program that always passes', async () => {
    const run = promisify(execFile)(process.execPath, [RUN, '--only', 'fold-nodes/', ...program(SAY('pass'))])
    const failed = (await run.catch((error: unknown) => error)) as { code: number; stdout: string }
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain(`${negatives} false green\n`)
    expect(failed.stdout).toContain(`${some.length - negatives} passed, ${negatives} failed\n`)
  })

  it.each([
    ['says nothing', '', 'no answer'],
    ['says what is no answer', 'console.log("pass")', 'no answer'],
    ['ends at once', 'process.exit(0)', 'no answer'],
    ['answers twice', `${SAY('pass')};${SAY('fail')}`, 'two answers'],
  ])('takes nothing from a program that %s', async (_, expression, outcome) => {
    const results = await runVectors(program(expression), some)
    expect(new Set(results.map((result) => result.outcome))).toEqual(new Set([outcome]))
  })

  it('does not hang on a program that is not there', async () => {
    await expect(runVectors(['/nowhere/program'], some)).rejects.toThrow('ENOENT')
  })

  it('says that nothing was run', async () => {
    const run = promisify(execFile)(process.execPath, [RUN, '--only', 'no-such-vector'])
    const failed = (await run.catch((error: unknown) => error)) as { code: number; stdout: string }
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain('0 passed, 0 failed')
  })
})
