import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findProcess } from './identity.js'
import { ProcessLog } from './log.js'
import { listPidFiles } from './pidFile.js'
import { Service, type ServiceSpec } from './service.js'

type Story = { service: Service; folder: string; crashes: string[]; sentences: string[] }

const stories: Story[] = []

/** A service that runs `code`; it is ready once the code has made the file `ready`. */
function tell(code: string): Story {
  const folder = mkdtempSync(join(tmpdir(), 'service-'))
  const spec: ServiceSpec = {
    name: 'probe',
    command: [process.execPath, '-e', `const fs = require('node:fs'); ${code}`],
    cwd: folder,
    env: { ...process.env, DATA_DIR: folder },
    stopSignal: 'SIGTERM',
    probe: async () => (existsSync(join(folder, 'ready')) ? 'ready' : 'silent'),
  }
  const story: Story = { folder, crashes: [], sentences: [], service: undefined as unknown as Service }
  story.service = new Service(spec, new ProcessLog(folder, 'probe'), folder, {
    onCrash: (_, how, pauseMs) => story.crashes.push(`${how}, ${pauseMs}`),
    onMisconfigured: (_, sentence) => story.sentences.push(sentence),
  })
  stories.push(story)
  story.service.start()
  return story
}

const READY = `fs.writeFileSync('ready', ''); setInterval(() => {}, 1000);`

function currentPid(folder: string): number | undefined {
  return listPidFiles(folder)[0]?.identity.pid
}

afterEach(async () => {
  for (const { service } of stories.splice(0)) await service.stop(0)
})

describe('Service', () => {
  it('ends a process that stops when asked, and forgets it', async () => {
    const { service, folder } = tell(
      `process.on('SIGTERM', () => { fs.writeFileSync('asked', ''); process.exit(0) }); ${READY}`,
    )
    await service.whenReady()
    const pid = currentPid(folder) ?? 0
    await service.stop(5_000)
    expect(existsSync(join(folder, 'asked'))).toBe(true)
    expect(findProcess(pid)).toBeUndefined()
    expect(listPidFiles(folder)).toEqual([])
  })

  it('kills a process that does not stop when asked, with its children', async () => {
    const { service, folder } = tell(`process.on('SIGTERM', () => {});
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      fs.writeFileSync('child', String(child.pid)); ${READY}`)
    await service.whenReady()
    const grandchild = Number(readFileSync(join(folder, 'child'), 'utf8'))
    expect(findProcess(grandchild)).toBeDefined()
    await service.stop(300)
    await expect.poll(() => findProcess(grandchild), { timeout: 5_000 }).toBeUndefined()
  })

  it('starts it again after a crash and after kill -9', async () => {
    const { service, folder, crashes } = tell(
      `if (!fs.existsSync('once')) { fs.writeFileSync('once', ''); process.exit(3) } ${READY}`,
    )
    await service.whenReady()
    expect(crashes).toEqual(['code 3, 500'])
    const pid = currentPid(folder) ?? 0
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => crashes.length, { timeout: 5_000 }).toBe(2)
    await expect.poll(() => currentPid(folder) ?? pid, { timeout: 5_000 }).not.toBe(pid)
    expect(crashes[1]).toBe('signal SIGKILL, 1000')
  })

  it('asks it to end and starts it anew where it is to be renewed', async () => {
    const { service, folder, crashes } = tell(
      `process.on('SIGTERM', () => { fs.writeFileSync('asked', ''); process.exit(0) }); ${READY}`,
    )
    await service.whenReady()
    const pid = currentPid(folder) ?? 0
    service.renew()
    await expect.poll(() => currentPid(folder) ?? pid, { timeout: 5_000 }).not.toBe(pid)
    expect([existsSync(join(folder, 'asked')), crashes]).toEqual([true, ['code 0, 500']])
  })

  it('does not start it again after exit code 78, and hands its sentence on', async () => {
    const { sentences, crashes } = tell(`console.error('NETWORK is not set: set it.'); process.exit(78)`)
    await expect.poll(() => sentences, { timeout: 5_000 }).toEqual(['NETWORK is not set: set it.'])
    expect(crashes).toEqual([])
  })

  it('reports a program that cannot be started at all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'service-'))
    writeFileSync(join(folder, 'plain'), '')
    const crashes: string[] = []
    const spec: ServiceSpec = {
      name: 'none',
      command: [join(folder, 'plain')],
      cwd: folder,
      env: {},
      stopSignal: 'SIGTERM',
      probe: async () => 'silent',
    }
    const service = new Service(spec, new ProcessLog(folder, 'none'), folder, {
      onCrash: (_, how) => crashes.push(how),
      onMisconfigured: () => undefined,
    })
    service.start()
    await expect.poll(() => crashes[0], { timeout: 5_000 }).toMatch(/EACCES/)
    await service.stop(100)
  })
})
