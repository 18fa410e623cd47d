import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Rooms run from their sources here; package.json of verify/ names the built files.
  resolve: {
    alias: {
      '#primitives': fileURLToPath(new URL('verify/src/primitives/node.ts', import.meta.url)),
      '#dcap-wasm': fileURLToPath(new URL('verify/src/enclave/quote/dcap/node.ts', import.meta.url)),
    },
  },
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['**/node_modules/**', '**/dist/**', 'store/lib/**', '**/.next/**', '**/.data/**', 'stack/e2e/**'],
    // Torn down in the other direction: what is temporary goes last.
    globalSetup: ['stack/src/testing/temporary.ts', 'stack/src/testing/global.ts'],
    testTimeout: 30_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
  },
})
