import {
  type Checkpoint,
  compareCheckpoints,
  createGrowingRoot,
  isSameHash,
  leafHash,
  NoteError,
  type NoteVerifier,
  openCheckpoint,
  parseTlogProof,
  parseVerifierKey,
  readConsistency,
  readLogEntry,
  readRoot,
  rememberTiles,
  toBase64,
  verifyTlogProof,
} from '@touchstone/verify'
import { CannotCheckError } from '../verify/judged'
import type { LogFinding, LogRow } from './finding'
import { readEntries, readLogText, readTile } from './read-log'

/** Entries that are read one by one; of a longer log the root is made of its tiles. */
const MAX_ENTRIES = 25_600

/**
 * Checks the log as this site serves it: who signed the newest checkpoint, whether entries or tiles give its root,
 * whether a checkpoint that the visitor kept is its beginning, and whether a verdict is in it.
 * @param asked a signed note, and the number of a verdict; each may be empty.
 * @throws CannotCheckError where the log is not served or not readable: that convicts nobody.
 */
export async function checkLog(
  asked: { kept: string; verdict: string },
  onStep: (step: string) => void,
): Promise<LogFinding> {
  onStep('Fetching checkpoint and keys')
  const [note, keys] = await Promise.all([readLogText('checkpoint'), readLogText('keys')])
  const verifiers = orCannotCheck(() => keys.trimEnd().split('\n').map(parseVerifierKey))
  const inForce = verifiers.slice(-1)
  const checkpoint = orCannotCheck(() => openCheckpoint(note, inForce))
  const signer = inForce[0]?.name ?? ''
  const rows: LogRow[] = [
    {
      ...{ title: 'Signature of the newest checkpoint', status: 'pass' },
      text: `Signed by the key in force that this site names for ${signer}. Whether it is the log’s, only somebody else can say.`,
    },
    await checkRoot(checkpoint, onStep),
  ]
  if (asked.kept.trim() !== '') rows.push(await checkKept(asked.kept, checkpoint, verifiers, onStep))
  if (asked.verdict.trim() !== '') rows.push(await checkVerdict(asked.verdict.trim(), verifiers, onStep))
  return { origin: checkpoint.origin, size: checkpoint.size, rows }
}

async function checkRoot({ size, root }: Checkpoint, onStep: (step: string) => void): Promise<LogRow> {
  const title = 'Root of the tree'
  const isWhole = size <= MAX_ENTRIES
  const found = isWhole ? await rootOfEntries(size, onStep) : await readRoot(rememberTiles(readTile), size)
  const from = isWhole ? `all ${size} entries` : `the tiles of ${size} entries, which are too many to be read here`
  const pair = { expected: toBase64(root), found: toBase64(found) }
  if (isSameHash(found, root)) return { ...pair, title, status: 'pass', text: `Made again from ${from}.` }
  return {
    ...{ ...pair, title, status: 'fail' },
    text: `Made from ${from}, it is not the signed one: these are not the files that the checkpoint signs. It convicts who serves them.`,
  }
}

async function rootOfEntries(size: number, onStep: (step: string) => void): Promise<Uint8Array> {
  const tree = createGrowingRoot()
  for await (const entry of readEntries(size, (count) => onStep(`Reading entries, ${count} of ${size}`)))
    tree.append(leafHash(entry))
  return tree.root()
}

async function checkKept(
  note: string,
  newest: Checkpoint,
  verifiers: readonly NoteVerifier[],
  onStep: (step: string) => void,
): Promise<LogRow> {
  onStep('Comparing with the checkpoint that you kept')
  const title = 'Consistency with your checkpoint'
  const kept = openKept(`${note.replaceAll('\r\n', '\n').trim()}\n`, verifiers)
  if (kept instanceof NoteError)
    return { title, status: 'unavailable', text: `It is no checkpoint of this log: ${kept.message}` }
  if (kept.origin !== newest.origin)
    return { title, status: 'unavailable', text: 'It is of another log.', expected: newest.origin, found: kept.origin }
  const [old, grown] = kept.size <= newest.size ? [kept, newest] : [newest, kept]
  if (grown !== newest)
    return {
      ...{ title, status: 'unavailable', expected: `${kept.size}`, found: `${newest.size}` },
      text: 'It has more entries than the newest one that this site serves. An older copy is served here; that alone convicts nobody.',
    }
  const read = rememberTiles(readTile)
  const beginning =
    old.size === grown.size
      ? undefined
      : { root: await readRoot(read, old.size, grown.size), path: await readConsistency(read, old.size, grown.size) }
  const comparison = compareCheckpoints(old, grown, beginning)
  if (comparison === 'consistent')
    return {
      title,
      status: 'pass',
      text: `Its ${old.size} entries are the first of the ${grown.size}: nothing was removed or changed.`,
    }
  if (comparison === 'unknown')
    return {
      title,
      status: 'unavailable',
      text: 'The tiles served here do not lead to the signed root, so they do not tell.',
    }
  return {
    ...{ title, status: 'fail', expected: toBase64(old.root), found: toBase64(beginning?.root ?? grown.root) },
    text: 'The log signed two histories: yours is not the beginning of the newest. Keep both notes, they prove it.',
  }
}

function openKept(note: string, verifiers: readonly NoteVerifier[]): Checkpoint | NoteError {
  try {
    return openCheckpoint(note, verifiers)
  } catch (error) {
    if (error instanceof NoteError) return error
    throw error
  }
}

async function checkVerdict(
  verdict: string,
  verifiers: readonly NoteVerifier[],
  onStep: (step: string) => void,
): Promise<LogRow> {
  const title = `Inclusion of verdict ${verdict.slice(0, 20)}`
  if (!/^[1-9]\d{0,17}$/.test(verdict))
    return { title, status: 'unavailable', text: 'Expected the number of a verdict, decimal digits.' }
  onStep(`Proving that verdict ${verdict} is in the log`)
  try {
    const text = await readLogText(`proof/${verdict}.tlog-proof`)
    const { extra = new Uint8Array(0) } = parseTlogProof(text)
    const found = verifyTlogProof(text, extra, verifiers)
    const entry = readLogEntry(extra)
    if (found.kind === 'failed') return { title, status: 'unavailable', text: `The proof does not hold: ${found.why}` }
    if (entry.kind !== 'verdict' || entry.verdict !== verdict)
      return { title, status: 'unavailable', text: 'The proof is about another entry.' }
    const place = `At index ${found.index} of the checkpoint of ${found.checkpoint.size} entries`
    return { title, status: 'pass', text: `${place}: the verdict about settlement ${entry.settlement}.` }
  } catch (error) {
    return { title, status: 'unavailable', text: (error as Error).message }
  }
}

function orCannotCheck<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof NoteError) throw new CannotCheckError(cause.message, { cause })
    throw cause
  }
}
