import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Seeds of the simulated chains that a test lives through, from `seeds.txt`. A seed that ever failed stays there.
 * @param kind `memory`: followed in process; `process`: by the built indexer.
 */
export function readSeeds(kind: 'memory' | 'process'): number[] {
  const lines = readFileSync(path.resolve(__dirname, 'seeds.txt'), 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [of, seed] = line.replace(/#.*/, '').trim().split(/\s+/)
    return of === kind ? [Number(seed)] : []
  })
}
