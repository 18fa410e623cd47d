import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../config-error.js'
import { decodeItems, encodeItems } from './items.js'
import { Keeper } from './keeper.js'
import { AUDITED_KEY, FINAL_KEY, FORM_KEY, HALTED_KEY, itemKey } from './keys.js'
import { openDatabase, put, putBytes } from './store.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'touchstone-store-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a folder', () => {
  it('of an older form is dropped with a sentence, but for the block that did not add up', async () => {
    const halted = JSON.stringify({ block: 7, why: 'log 1 was left out' })
    const older = await openDatabase(folder)
    await older.batch([
      put('l/00000007/000001', '"logIndex":1'),
      put('c/l/0123', '{"filter":{"address":null,"topics":[]},"intervals":[[0,9]]}'),
      put(FINAL_KEY, '9'),
      put(AUDITED_KEY, '9'),
      put(HALTED_KEY, halted),
    ])
    await older.del(FORM_KEY)
    await older.close()
    const heard: string[] = []
    const opened = await openDatabase(folder, (why) => heard.push(why))
    expect(heard).toEqual([expect.stringMatching(/form of an older gateway: it is dropped and asked for again\.$/)])
    expect((await opened.iterator().all()).map(([key, value]) => [key, String(value)])).toEqual([
      [FORM_KEY, '2'],
      [HALTED_KEY, halted],
    ])
    await opened.close()
    const again = await openDatabase(folder, (why) => heard.push(why))
    await again.close()
    expect(heard).toHaveLength(1)
  })

  it('of a newer form is refused and left as it is', async () => {
    const newer = await openDatabase(folder)
    await newer.batch([put(FORM_KEY, '3'), put('b/00000007/x', 'unknown')])
    await newer.close()
    const refused = await openDatabase(folder).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ConfigError)
    expect(String(refused)).toMatch(/was written by a newer gateway: start that one, or set DATA_DIR/)
    await expect(openDatabase(folder)).rejects.toThrow(ConfigError)
  })
})

describe('items of a block', () => {
  const parts = fc.array(fc.dictionary(fc.nat(300).map(String), fc.string({ unit: 'binary' }), { minKeys: 1 }), {
    maxLength: 5,
  })

  it('are all there whatever part of them was written when, the newest of each', async () => {
    const database = await openDatabase(folder)
    const keeper = new Keeper(database)
    let block = 0
    await fc.assert(
      fc.asyncProperty(parts, fc.boolean(), async (written, isOneBatch) => {
        const key = itemKey('f', ++block)
        const expected = new Map<number, string>()
        const writes = written.map((part) => {
          const items = Object.entries(part).map(([index, record]) => [Number(index), record] as const)
          for (const [index, record] of items) expected.set(index, record)
          return putBytes(key, encodeItems('f', items))
        })
        if (isOneBatch) await keeper.keep(writes)
        else await Promise.all(writes.map((write) => keeper.keep([write])))
        const kept = await database.get(key)
        const found = kept === undefined ? new Map() : decodeItems('f', kept)
        expect(found).toEqual(expected)
        expect([...found.keys()]).toEqual([...expected.keys()].sort((one, other) => one - other))
      }),
      { numRuns: 50 },
    )
    await database.close()
  })
})
