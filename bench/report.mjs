/**
 * Prints one result. `target` is what the figure must reach, `{ atLeast }` or `{ below }`, or nothing
 * where a figure only informs, and then `target` and `ok` are null.
 * @param {{ bench: string, case: string, metric: string, value: number, unit: string }} result
 * @param {{ atLeast?: number, below?: number }} [target]
 */
export function report(result, { atLeast, below } = {}) {
  const { value } = result
  if (!Number.isFinite(value)) throw new Error(`${result.bench} ${result.case} ${result.metric} is ${value}.`)
  const target = atLeast ?? below ?? null
  const ok = atLeast !== undefined ? value >= atLeast : below !== undefined ? value < below : null
  console.log(JSON.stringify({ ...result, value: Number(value.toPrecision(4)), target, ok }))
}
