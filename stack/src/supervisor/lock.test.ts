import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProcess } from './identity.js'
import { LockedError, lockFolder } from './lock.js'

const newFolder = () => mkdtempSync(join(tmpdir(), 'lock-'))

describe('lockFolder', () => {
  it('refuses a second stack in one sentence, and lets it in once the first is gone', () => {
    const folder = newFolder()
    const unlock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(LockedError)
    expect(() => lockFolder(folder)).toThrow(
      `Another stack (process ${process.pid}) already uses ${folder}: stop it, or start this one with a DATA_DIR, WEB_PORT and API_PORT of its own.`,
    )
    unlock()
    lockFolder(folder)()
    expect(readdirSync(folder)).toEqual([])
  })

  it('takes over from a process that was killed', async () => {
    const folder = newFolder()
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(child, 'spawn')
    writeFileSync(join(folder, 'stack.lock'), JSON.stringify(findProcess(child.pid ?? 0)))
    expect(() => lockFolder(folder)).toThrow(LockedError)
    child.kill('SIGKILL')
    await once(child, 'exit')
    lockFolder(folder)()
  })

  it('takes over where the number now belongs to another process, and from a torn file', () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'stack.lock'), JSON.stringify({ pid: process.pid, started: 'another boot' }))
    lockFolder(folder)()
    writeFileSync(join(folder, 'stack.lock'), '{"pid": 1')
    lockFolder(folder)()
    expect(readdirSync(folder)).toEqual([])
  })
})
