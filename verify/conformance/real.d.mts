import type { Vector } from './vectors.mjs'
export function listReal(folder?: string): { vectors: Vector[]; skipped: string[] }
