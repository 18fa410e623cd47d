/** Says on standard error how a sync went, and passes it on. */
export async function note(name, running) {
  const run = await running
  console.error(`  ${name}: ${(run.ms / 1000).toFixed(2)} s, ${run.requests} requests, ${run.calls} calls`)
  return run
}

/** @throws Error where not all runs ended with the same rows. */
export function assertSameRows(runs) {
  const digests = Object.entries(runs).map(([name, { digest }]) => `${name}: ${digest}`)
  if (new Set(Object.values(runs).map(({ digest }) => digest)).size !== 1)
    throw new Error(`The rows differ:\n${digests.join('\n')}`)
}
