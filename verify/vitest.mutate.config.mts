import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig, mergeConfig } from 'vitest/config'
import type { VitestPluginContext } from 'vitest/node'
import base from '../vitest.config.mjs'
import { keptThreads } from './mutation/keptThreads.mjs'
import { filesOf } from './mutation/part.mjs'

// The pool is not for an option to say: the runner of the mutants sets that one itself.
const keepThreads = {
  name: 'keep-threads',
  configureVitest({ project }: VitestPluginContext) {
    Object.assign(project.config, { pool: keptThreads.name, poolRunner: keptThreads })
  },
}

// The verifier's tests without sweeps, without the services that other rooms start, and without what tests built files.
export default mergeConfig(
  { resolve: base.resolve, test: { testTimeout: 120_000, hookTimeout: 120_000 } },
  defineConfig({
    plugins: [keepThreads],
    test: {
      // The files of a run share their modules.
      isolate: false,
      setupFiles: [fileURLToPath(new URL('mutation/beforeTests.mts', import.meta.url))],
      // A folder by itself is held to its own tests, which is stricter and takes minutes instead of hours.
      include: filesOf('.test.ts'),
      // The first looks for words in the sources, which a mutated copy has of the tool; the second is a sweep of seconds;
      // the others walk through all bytes of the largest payload of 0G DA, where smaller ones take the same way.
      testNamePattern:
        /^(?!.*(?:builds without anything of a browser or of Node|own error, whichever byte is flipped|a file of 96 MiB|reads back 32505852 bytes|known root of 32505852 bytes))/,
      exclude: [...configDefaults.exclude, '**/{,*.}sweep.test.ts', '**/browser.test.ts'],
    },
  }),
)
