import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** In the order of their names: the tests that break the shared stack come last. */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
  }
}

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['stack/e2e/*.test.ts'],
    globalSetup: ['stack/e2e/harness/sharedStack.ts'],
    fileParallelism: false,
    sequence: { sequencer: ByName },
    testTimeout: 270_000,
    hookTimeout: 300_000,
  },
})
