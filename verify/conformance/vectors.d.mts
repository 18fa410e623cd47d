export interface Vector {
  id: string
  operation: string
  expected: string
  /** Of real data only. */
  input?: unknown
}
export const OUTCOMES: readonly string[]
export function listVectors(only?: string): Vector[]
export function readVector(vector: Vector): { about: string; input: unknown }
