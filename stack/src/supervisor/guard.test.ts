import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const GUARD = fileURLToPath(new URL('../../dist/supervisor/guard.js', import.meta.url))
const THREADED = `
  const { Worker } = require('node:worker_threads')
  new Worker('setInterval(() => undefined, 1000)', { eval: true }).once('online', () => {
    setTimeout(() => console.log('alive'), 500)
  })`

describe('a guarded process', () => {
  it('lives on when it starts a thread, and ends with its supervisor', async () => {
    const child = spawn(process.execPath, ['--import', GUARD, '-e', THREADED], { stdio: ['pipe', 'pipe', 'inherit'] })
    const exited = once(child, 'exit')
    const [said] = await Promise.race([once(child.stdout, 'data'), exited])
    expect(String(said)).toBe('alive\n')
    child.stdin.end()
    expect(await exited).toEqual([null, 'SIGTERM'])
  })
})
