import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes JSON so that a reader sees the old or the new file, never half of one. */
export function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  const half = `${file}.${process.pid}.part`
  writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`)
  renameSync(half, file)
}
