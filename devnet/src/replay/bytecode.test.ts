import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { assert, property, string, uint8Array } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BytecodeError, loadBytecode, type Pack } from './bytecode.js'
import { FACTORY_FILES, type Release } from './releases.js'
import { readTarFile } from './tar.js'

let cache: string
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'bytecode-test-'))
})
afterEach(() => rmSync(cache, { recursive: true }))

function tarOf(files: Record<string, string>): Buffer {
  const parts = Object.entries(files).flatMap(([path, text]) => {
    const header = Buffer.alloc(512)
    header.write(path, 0, 'latin1')
    header.write(`${Buffer.byteLength(text).toString(8).padStart(11, '0')}\0`, 124, 'latin1')
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512)
    body.write(text)
    return [header, body]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

const factory = (bytecode: string) => `"use strict";\nconst _abi = [];\nconst _bytecode = '${bytecode}';\nclass X {}\n`
const GOOD = {
  'package/package.json': '{}',
  [FACTORY_FILES.inferenceServing]: factory('0x60806040'),
  [FACTORY_FILES.ledgerManager]: factory('0x6080aabb'),
}

function release(tarball: Buffer): Release {
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  return { generation: 'C', name: 'old', version: '1.0.0', integrity }
}

const packs = (tarball: Buffer): Pack => {
  return async (_, folder) => {
    const file = join(folder, 'old.tgz')
    writeFileSync(file, tarball)
    return file
  }
}

describe('the bytecode of an old package', () => {
  const tarball = gzipSync(tarOf(GOOD))

  it('is read out of its factories, and fetched once', async () => {
    const code = await loadBytecode(release(tarball), cache, packs(tarball))
    expect(code).toEqual({ inferenceServing: '0x60806040', ledgerManager: '0x6080aabb' })
    const never: Pack = () => Promise.reject(new Error('offline'))
    expect(await loadBytecode(release(tarball), cache, never)).toMatchObject(code)
  })

  it('is refused where the tarball is not the pinned one, without a second try, and nothing is kept', async () => {
    let fetched = 0
    const other = gzipSync(tarOf({ ...GOOD, 'package/evil': 'x' }))
    const counting: Pack = (...args) => {
      fetched += 1
      return packs(other)(...args)
    }
    await expect(loadBytecode(release(tarball), cache, counting)).rejects.toThrow(/has sha512-.*pinned is sha512-/)
    expect(fetched).toBe(1)
    expect(readdirSync(cache)).toEqual([])
  })

  it('is asked for three times, and then one sentence says what to do', async () => {
    let asked = 0
    const offline: Pack = () => {
      asked += 1
      return Promise.reject(new Error('getaddrinfo ENOTFOUND\nnpm error a long report'))
    }
    const failed = loadBytecode(release(tarball), cache, offline, 1)
    await expect(failed).rejects.toThrow(BytecodeError)
    await expect(failed).rejects.toThrow(
      /^The npm registry did not give old@1\.0\.0, whose bytecode the replay needs: connect once and start again\. \(getaddrinfo ENOTFOUND\)$/,
    )
    expect(asked).toBe(3)
  })

  it('comes at the second try where the first one fails', async () => {
    let asked = 0
    const flaky: Pack = (...args) => {
      asked += 1
      return asked === 1 ? Promise.reject(new Error('reset')) : packs(tarball)(...args)
    }
    expect((await loadBytecode(release(tarball), cache, flaky, 1)).inferenceServing).toBe('0x60806040')
  })

  it.each([
    ['no such file', { 'package/package.json': '{}' }],
    ['no bytecode in it', { ...GOOD, [FACTORY_FILES.ledgerManager]: 'const _bytecode = compute()' }],
    ['half a byte', { ...GOOD, [FACTORY_FILES.ledgerManager]: factory('0x608') }],
  ])('is missed in one sentence where there is %s', async (_, files) => {
    const strange = gzipSync(tarOf(files as Record<string, string>))
    await expect(loadBytecode(release(strange), cache, packs(strange))).rejects.toThrow(/holds no bytecode in package/)
  })

  it('is fetched again where what is kept is damaged', async () => {
    writeFileSync(join(cache, 'C-1.0.0.json'), '{"integrity":')
    expect((await loadBytecode(release(tarball), cache, packs(tarball))).ledgerManager).toBe('0x6080aabb')
  })
})

describe('reading a tar archive', () => {
  it('finds each file, whatever lies before it', () => {
    const archive = tarOf({ a: 'x'.repeat(700), b: '', c: 'three' })
    expect(Buffer.from(readTarFile(archive, 'c') ?? []).toString()).toBe('three')
    expect(readTarFile(archive, 'b')).toHaveLength(0)
    expect(readTarFile(archive, 'd')).toBeUndefined()
  })

  it('ends, and never throws, on any bytes', () => {
    assert(
      property(uint8Array({ maxLength: 4096 }), string(), (bytes, path) => {
        const found = readTarFile(bytes, path)
        expect(found === undefined || found.length <= bytes.length).toBe(true)
      }),
    )
  })

  it('does not read a file that is cut off', () => {
    expect(readTarFile(tarOf({ a: 'x'.repeat(700) }).subarray(0, 1024), 'a')).toBeUndefined()
  })
})
