import type { Answer, Down, Refused } from './graphql'
import type { Malformed } from './ids'

/** What a page gets when it asks for one thing: every kind has a state of its own on the page. */
export type Result<T> = { kind: 'found'; value: T } | { kind: 'not-found' } | Malformed | Refused | Down<T>

/** Turns a nullable field of an answer into found or not found. */
export function pick<T, V>(answer: Answer<T>, select: (value: T) => V | null): Result<V> {
  return follow<T, V>(answer, (value) => {
    const selected = select(value)
    return selected === null ? { kind: 'not-found' } : { kind: 'found', value: selected }
  })
}

/** What follows from a result. From a last known value only a last known value can follow, never a found one. */
export function follow<T, V>(result: Result<T>, next: (value: T) => Result<V>): Result<V> {
  if (result.kind === 'found') return next(result.value)
  if (result.kind !== 'upstream-down') return result
  return result.last ? age(result, result.last.at, next(result.last.value)) : withoutLast(result)
}

/** As `follow`, where the next step has to ask again. */
export async function followAsking<T, V>(
  result: Result<T>,
  next: (value: T) => Promise<Result<V>>,
): Promise<Result<V>> {
  if (result.kind === 'found') return next(result.value)
  if (result.kind !== 'upstream-down') return result
  return result.last ? age(result, result.last.at, await next(result.last.value)) : withoutLast(result)
}

/** What came of a value that was known at a time: old too, at least as old as that. */
function age<V>(trouble: Down<unknown>, at: number, result: Result<V>): Result<V> {
  const bare = withoutLast(trouble)
  if (result.kind === 'found') return { ...bare, last: { value: result.value, at } }
  if (result.kind === 'upstream-down' && result.last)
    return { ...bare, last: { value: result.last.value, at: Math.min(at, result.last.at) } }
  return bare
}

function withoutLast({ kind, reason, errorId }: Down<unknown>): Down<never> {
  return { kind, reason, errorId }
}
