/** Writes the makers' roots of the public networks as a module, so that a report can be verified with nothing else at hand. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const SOURCE = new URL('../../networks/trust/0g.json', import.meta.url)
const OUTPUT = new URL('../src/enclave/generated/', import.meta.url)

const { quoteRoots, gpuRoots, osImages } = JSON.parse(readFileSync(SOURCE, 'utf8'))
mkdirSync(OUTPUT, { recursive: true })
writeFileSync(
  new URL('publicRoots.ts', OUTPUT),
  `// Made by verify/scripts/publicRoots.mjs from networks/trust/0g.json: npm run codegen.
import type { TrustMaterial } from '../../trust.js'

/** Roots of Intel and NVIDIA as the public networks of 0G pin them. */
export const PUBLIC_ROOTS: Pick<TrustMaterial, 'quoteRoots' | 'gpuRoots' | 'osImages'> = ${JSON.stringify({ quoteRoots, gpuRoots, osImages }, null, 2)}
`,
)
