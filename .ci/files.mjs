import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './command.mjs'

const CODE = /\.(ts|tsx|mts|cts|mjs|cjs|js|jsx)$/
const NOT_WRITTEN_BY_HAND = /(^|\/)(generated|abi)\/|^store\/(src\/model|db\/migrations)\//

/** Files of the repository, new ones included, ignored ones not. */
export function listFiles() {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const names = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0')
  return names.filter((name) => name !== '' && existsSync(join(ROOT, name)))
}

/** Code that people wrote and read. */
export function listWrittenCode() {
  return listFiles().filter((name) => CODE.test(name) && !NOT_WRITTEN_BY_HAND.test(name))
}

export const readText = (name) => readFileSync(join(ROOT, name), 'utf8')

export const isTest = (name) => /\.test\.tsx?$|\/(testing|e2e)\//.test(name)
