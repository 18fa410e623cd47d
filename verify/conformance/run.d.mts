import type { Vector } from './vectors.mjs'
export function runVectors(
  command: readonly string[],
  vectors: readonly Vector[],
): Promise<(Vector & { outcome: string; detail?: string })[]>
