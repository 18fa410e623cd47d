/** Two values with their common start, and for each the first character that differs and the rest. */
export interface Difference {
  common: string
  expected: { first: string; rest: string }
  found: { first: string; rest: string }
}

/** Where two values part; undefined when they are equal. Counts characters, not UTF-16 halves. */
export function findDifference(expected: string, found: string): Difference | undefined {
  if (expected === found) return undefined
  const [left, right] = [[...expected], [...found]]
  let at = 0
  while (at < left.length && at < right.length && left[at] === right[at]) at += 1
  return {
    common: left.slice(0, at).join(''),
    expected: { first: left[at] ?? '', rest: left.slice(at + 1).join('') },
    found: { first: right[at] ?? '', rest: right.slice(at + 1).join('') },
  }
}
