/**
 * Loaded into every Node process of the stack before its own code (`node --import`). The supervisor holds the other end
 * of stdin: when that closes, the supervisor is gone, even if it was killed, and nobody would ever stop this process.
 */
import { isMainThread } from 'node:worker_threads'

const GRACE_MS = 5_000

// A thread loads this too, and its own stdin ends at once: that says nothing about the supervisor.
if (isMainThread) watch()

function watch(): void {
  process.stdin.on('end', leave)
  process.stdin.on('error', leave)
  process.stdin.resume()
  ;(process.stdin as NodeJS.ReadStream & { unref?(): void }).unref?.()
  // The log's reader is gone as well: writing to it must not decide how this process ends.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

function leave(): void {
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  process.kill(process.pid, 'SIGTERM')
}
