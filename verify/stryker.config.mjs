import { filesOf, parts } from './mutation/part.mjs'

// Mutation testing of the verifier: `npm run mutate -w verify`, outside CI. Started in the repository's root, where the
// packages and the configuration of the tests lie; `npm run mutate -w verify -- opening da` takes single folders.
const report = parts.length === 0 ? 'all' : parts.map((part) => part.replaceAll('/', '_')).join('-')

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'verify/vitest.mutate.config.mts', related: true },
  mutate: [
    ...filesOf('.ts'),
    '!verify/src/**/*.test.ts',
    '!verify/src/mint/**',
    '!verify/src/**/generated/**',
    '!verify/src/**/{types,subject,trust,globals.d,node-modules.d,webassembly.d}.ts',
    '!verify/src/index.ts',
  ],
  // Copied beside the sources, which a mutant never touches.
  tempDirName: '.data/mutation',
  ignorePatterns: ['**/dist', '**/.data', 'store', 'indexer', 'auditor', 'api', 'web', 'stack', 'devnet', 'docs'],
  incremental: true,
  incrementalFile: `.data/mutation-${report}.json`,
  coverageAnalysis: 'perTest',
  // A mutant that acts while a module loads needs every test again: they would take more time than all others.
  ignoreStatic: true,
  concurrency: 2,
  // A busy machine slows a survivor down; a mutant that never ends is one of few.
  timeoutMS: 20_000,
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
}
