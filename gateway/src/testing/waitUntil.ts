/** Asks `isTrue` until it holds. @throws with `what` once the deadline has passed. */
export async function waitUntil(what: string, isTrue: () => Promise<boolean>, deadlineMs = 20_000): Promise<void> {
  const deadline = Date.now() + deadlineMs
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`Not within ${deadlineMs} ms: ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
