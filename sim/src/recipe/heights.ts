import { createRng } from '../rng.js'

/** Heights of a chain of `blocks` blocks that hold something: the first ones always, of the rest a share of `density`. */
export function chooseHeights(seed: number, blocks: number, density: number, always: number): Uint32Array {
  const rng = createRng(seed)
  const heights: number[] = []
  for (let height = 1; height < blocks; height++) if (height <= always || rng.chance(density)) heights.push(height)
  return Uint32Array.from(heights)
}
