import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type RunningStack, startStack } from './stack.js'

declare module 'vitest' {
  interface ProvidedContext {
    dataDir: string
    webUrl: string
    apiUrl: string
  }
}

/**
 * One stack for all files, started as a newcomer would. E2E_KEEP leaves its state and logs behind; E2E_STACK, which is
 * `<data folder> <web port> <api port>`, names one that runs already.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const [given, webPort, apiPort] = (process.env.E2E_STACK ?? '').split(' ')
  if (given) {
    provide(project, { dataDir: given, webPort: Number(webPort), apiPort: Number(apiPort) })
    return undefined
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'touchstone-e2e-'))
  const stack = await startStack({ dataDir })
  provide(project, stack)
  return async () => {
    const { code, tookMs } = await stack.end('SIGINT')
    console.log(`The shared stack ended with code ${code} in ${tookMs} ms.`)
    if (process.env.E2E_KEEP) console.log(`Its state is in ${dataDir}.`)
    else await rm(dataDir, { recursive: true, force: true })
  }
}

function provide(project: TestProject, stack: Pick<RunningStack, 'dataDir' | 'webPort' | 'apiPort'>): void {
  project.provide('dataDir', stack.dataDir)
  project.provide('webUrl', `http://127.0.0.1:${stack.webPort}`)
  project.provide('apiUrl', `http://127.0.0.1:${stack.apiPort}`)
}
