import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const PACK = fileURLToPath(new URL('pack.mjs', import.meta.url))

/**
 * A program as the rooms' are: modules of both kinds, two that read what lies beside them, one loaded late, one by a variable,
 * a package with a file for each kind, and one that another loads by a variable.
 */
const FILES = {
  'networks/package.json': '{"type":"module"}',
  'networks/one.txt': 'of the networks',
  'networks/dist/read.js': `import { readFileSync } from 'node:fs'
export const text = readFileSync(new URL('../one.txt', import.meta.url), 'utf8')`,
  'store/db/two.txt': 'of the store',
  'store/lib/read.js': `'use strict'
exports.text = require('node:fs').readFileSync(require('node:path').join(__dirname, '../db/two.txt'), 'utf8')`,
  'gateway/package.json': '{"type":"module"}',
  'gateway/dist/sloppy.cjs': 'undeclared = 3; module.exports = undeclared',
  'gateway/dist/required.cjs': `module.exports = require('zod').z`,
  'node_modules/zod/package.json': '{"type":"module","exports":{"import":"./index.js","require":"./index.cjs"}}',
  'node_modules/zod/index.js': `export const z = 'imported'`,
  'node_modules/zod/index.cjs': `exports.z = 'required'`,
  'node_modules/node-fetch/package.json': '{"type":"module","exports":"./index.js"}',
  'node_modules/node-fetch/index.js': `export const fetched = 'fetched'`,
  'node_modules/@subsquid/http-client/esm.js': 'exports.esm = (name) => import(name)',
  'gateway/dist/late.js': `export const late = 'late'`,
  'gateway/dist/main.js': `import { text } from '../../networks/dist/read.js'
import store from '../../store/lib/read.js'
import sloppy from './sloppy.cjs'
import { z } from 'zod'
import required from './required.cjs'
import { esm } from '@subsquid/http-client/esm.js'
async function main(name, order) {
  const { late } = await import('./late.js')
  const { sep } = await import(name)
  const { fetched } = await esm('node-fetch')
  console.log(JSON.stringify([text, store.text, sloppy, late, sep, z, required, fetched]))
  if (order === 'throw') throw new Error('thrown by the program')
  process.exit(order === 'fail' ? 78 : 0)
}
main('node:' + 'path', process.argv[2])`,
}

let root: string
let room: string

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'touchstone-pack-'))
  room = path.join(root, 'before', 'gateway')
  for (const [name, text] of Object.entries(FILES)) {
    const file = path.join(root, 'before', name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  execFileSync(process.execPath, [PACK], { cwd: room })
})

afterAll(() => rmSync(root, { recursive: true }))

function run(order = '', flags: string[] = []) {
  const start = path.join(room, 'dist', 'packed', 'start.cjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, start, order], {
    encoding: 'utf8',
    cwd: root,
  })
  return { status, stdout: stdout.trim(), stderr }
}

const SAID = '["of the networks","of the store",3,"late","/","imported","imported","fetched"]'

describe('a packed program', () => {
  it('reads what lies beside its modules, loads late, and keeps the modes of its modules', () => {
    expect(run()).toMatchObject({ status: 0, stdout: SAID })
  })

  it('ends with its own exit code, and with an error that names its own file', () => {
    expect(run('fail')).toMatchObject({ status: 78, stdout: SAID })
    const { status, stderr } = run('throw')
    expect(status).toBe(1)
    expect(stderr).toMatch(/thrown by the program[\s\S]*main[\s\S]*program\.cjs/)
  })

  it('runs under flags that it was not compiled with, and with compiled code of something else', () => {
    expect(run('', ['--max-semi-space-size=32'])).toMatchObject({ status: 0, stdout: SAID })
    const cache = path.join(room, 'dist', 'packed', 'program.cache')
    writeFileSync(cache, Buffer.alloc(2000, 7))
    expect(run()).toMatchObject({ status: 0, stdout: SAID })
    execFileSync(process.execPath, [PACK], { cwd: room })
  })

  it('runs where the folder of all rooms was moved to, as in an image, without the packages that are in it', () => {
    renameSync(path.join(root, 'before'), path.join(root, 'after'))
    rmSync(path.join(root, 'after', 'node_modules'), { recursive: true })
    room = path.join(root, 'after', 'gateway')
    expect(run()).toMatchObject({ status: 0, stdout: SAID })
  })
})

describe('packing', () => {
  it('fails where the room was not built, and names what is missing', () => {
    const empty = path.join(root, 'empty')
    mkdirSync(path.join(empty, 'dist'), { recursive: true })
    const { status, stderr } = spawnSync(process.execPath, [PACK], { cwd: empty, encoding: 'utf8' })
    expect(status).not.toBe(0)
    expect(stderr).toMatch(/Could not resolve "\.\/main\.js"/)
  })
})
