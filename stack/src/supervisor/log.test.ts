import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ProcessLog } from './log.js'

const openLog = (maxBytes?: number) => new ProcessLog(mkdtempSync(join(tmpdir(), 'log-')), 'api', maxBytes)

describe('ProcessLog', () => {
  it('writes whole lines with time and name, however the output was cut', () => {
    const log = openLog()
    log.write('first li')
    log.write('ne\nsecond')
    log.close()
    const lines = readFileSync(log.path, 'utf8').split('\n')
    expect(lines.map((line) => line.replace(/^\S+Z /, ''))).toEqual(['api | first line', 'api | second', ''])
  })

  it('never takes more than twice its limit', () => {
    const log = openLog(10_000)
    for (let n = 0; n < 2_000; n++) log.write(`line ${n} ${'x'.repeat(100)}\n`)
    const size = statSync(log.path).size + statSync(`${log.path}.1`).size
    expect(size).toBeLessThan(21_000)
    expect(readFileSync(log.path, 'utf8')).toContain('line 1999')
  })

  it('bounds a line that never ends', () => {
    const log = openLog()
    for (let n = 0; n < 100; n++) log.write('y'.repeat(10_000))
    expect(Math.max(...log.tail().map((line) => line.length))).toBeLessThanOrEqual(20_000)
    log.close()
    expect(statSync(log.path).size).toBeLessThan(1_100_000)
  })

  it('keeps the last lines of the present run for a sentence', () => {
    const log = openLog()
    log.write('old\n')
    log.forget()
    log.write('NETWORK is not set\nset it')
    expect(log.tail()).toEqual(['NETWORK is not set', 'set it'])
  })
})
