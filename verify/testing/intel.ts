import { readFileSync } from 'node:fs'
import type { QuoteRoot, TrustMaterial } from '../src/trust.js'

const path = new URL('../../networks/trust/0g.json', import.meta.url)
const { quoteRoots } = JSON.parse(readFileSync(path, 'utf8')) as TrustMaterial

/** Intel's SGX root as 0G's trust material pins it, with both DCAP verifiers. */
export const intelRoot: QuoteRoot = theOnly(quoteRoots)

function theOnly(roots: readonly QuoteRoot[]): QuoteRoot {
  const [root] = roots
  if (root === undefined || roots.length !== 1) throw new Error(`Expected one root in ${path.pathname}.`)
  return root
}
