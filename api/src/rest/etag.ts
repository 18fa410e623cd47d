import { createHash } from 'node:crypto'

/** A weak tag: what it stands for is the facts, not how they are spelled. */
export function toTag(content: string | Uint8Array): string {
  return `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`
}

/** Whether one of the tags of an If-None-Match header is this one. */
export function isMatch(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  const bare = tag.replace(/^W\//, '')
  return header.split(',').some((part) => {
    const given = part.trim()
    return given === '*' || given.replace(/^W\//, '') === bare
  })
}
