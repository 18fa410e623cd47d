#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { resolveInput } from './bytes.mjs'
import { listReal } from './real.mjs'
import { listVectors, readVector } from './vectors.mjs'

const OWN = [process.execPath, fileURLToPath(new URL('adapter.mjs', import.meta.url))]

/** Puts a program to the vectors. @returns one result a vector. */
export async function runVectors(command, vectors) {
  const [program, ...args] = command
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  const answers = new Map()
  const reading = readAnswers(child.stdout, answers)
  child.stdin.on('error', () => {})
  for (const vector of vectors) {
    const { id, operation } = vector
    const input = resolveInput(vector.input ?? readVector(vector).input)
    if (!child.stdin.write(`${JSON.stringify({ id, operation, input })}\n`))
      await Promise.race([new Promise((resolve) => child.stdin.once('drain', resolve)), ended])
  }
  child.stdin.end()
  await Promise.all([reading, ended])
  return vectors.map((vector) => ({ ...vector, ...(answers.get(vector.id) ?? { outcome: 'no answer' }) }))
}

async function readAnswers(stdout, answers) {
  for await (const line of createInterface({ input: stdout })) {
    const answer = parse(line)
    if (typeof answer?.id !== 'string') continue
    const { id, outcome, detail } = answer
    answers.set(id, answers.has(id) ? { outcome: 'two answers' } : { outcome, detail })
  }
}

// Whatever else a program prints is no answer.
function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function report(results) {
  const wrong = results.filter(({ expected, outcome }) => expected !== outcome)
  for (const { id, outcome, detail } of wrong)
    console.log(`${id}: ${outcome}${detail === undefined ? '' : ` (${detail})`}`)
  const green = wrong.filter(({ outcome }) => outcome === 'pass').length
  if (green > 0) console.log(`${green} false green`)
  console.log(`${results.length - wrong.length} passed, ${wrong.length} failed`)
  return results.length > 0 && wrong.length === 0
}

async function main(args) {
  const only = args[0] === '--only' ? (args[1] ?? '') : ''
  const command = args[0] === '--only' ? args.slice(2) : args
  const real = listReal()
  const vectors = [...listVectors(only), ...real.vectors.filter(({ id }) => id.includes(only))]
  const results = await runVectors(command.length > 0 ? command : OWN, vectors)
  for (const line of real.skipped) console.log(line)
  process.exitCode = report(results) ? 0 : 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2))
