import { configDefaults, defineConfig, mergeConfig } from 'vitest/config'
import base from '../vitest.config.mjs'

// A folder by itself is held to its own tests, which is stricter and takes minutes instead of hours.
const folders = (process.env.TOUCHSTONE_MUTATE ?? '').split(' ').filter((name) => name !== '')
const include =
  folders.length === 0 ? ['verify/src/**/*.test.ts'] : folders.map((name) => `verify/src/${name}/**/*.test.ts`)

// The verifier's tests without sweeps, without the services that other rooms start, and without what tests built files.
export default mergeConfig(
  { resolve: base.resolve, test: { testTimeout: 30_000, hookTimeout: 90_000 } },
  defineConfig({
    test: {
      include,
      // The one looks for words in the sources, which a mutated copy has of the tool; the other is a sweep of seconds.
      testNamePattern:
        /^(?!.*(?:builds without anything of a browser or of Node|own error, whichever byte is flipped))/,
      exclude: [...configDefaults.exclude, '**/*.sweep.test.ts'],
    },
  }),
)
