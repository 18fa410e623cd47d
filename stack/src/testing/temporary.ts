import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Others may pass through, not look around: where tests run as root, PostgreSQL is somebody else. */
const PASSABLE = 0o711
/** A process that was killed may leave children that still write for a moment. */
const RETRIES = 5

/** Vitest's global set-up: whatever tests leave in the folder for temporary files goes with the run. */
export default async function setup(): Promise<() => Promise<void>> {
  const [outside, folder] = [process.env.TMPDIR, await mkdtemp(join(tmpdir(), 'touchstone-tests-'))]
  await chmod(folder, PASSABLE)
  process.env.TMPDIR = folder
  return async () => {
    if (outside === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = outside
    await rm(folder, { recursive: true, force: true, maxRetries: RETRIES })
  }
}
