import { type Beginning, toBase64 } from '@touchstone/verify'

/** Something is proven; the message is the whole output, proof included. */
export class Misbehaviour extends Error {
  override name = 'Misbehaviour'
}

/** The proof that a log has forked: two signed notes, and the beginning that joins the larger and not the smaller. */
export function forkOf(older: string, newer: string, beginning: Beginning | undefined): Misbehaviour {
  const parts = [
    'SECURITY ERROR: the log has signed two checkpoints that cannot both be true.',
    'Anybody can check this proof of misbehaviour with the key of the log and nothing else.',
    `\none checkpoint:\n\n${indent(older)}`,
    `\nthe other:\n\n${indent(newer)}`,
  ]
  if (beginning !== undefined)
    parts.push(
      `\nThe larger tree begins with as many entries as the smaller one has, under this root, which is not the smaller one's:\n\n${indent(toBase64(beginning.root))}`,
      `\nconsistency proof from that root to the larger checkpoint:\n\n${indent(beginning.path.map(toBase64).join('\n'))}`,
    )
  return new Misbehaviour(`${parts.join('\n')}\n`)
}

/** The proof that a log took an entry that it must not: the checkpoint, the entry and its place. */
export function badEntryOf(why: string, index: number, entry: Uint8Array, note: string): Misbehaviour {
  return new Misbehaviour(
    `SECURITY ERROR: the log has signed an entry that may not stand in it.\nEntry ${index}: ${why}\n\n${indent(Buffer.from(entry).toString('base64'))}\n\nunder the checkpoint:\n\n${indent(note)}\n`,
  )
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '\t')
}
