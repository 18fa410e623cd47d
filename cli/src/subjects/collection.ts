import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import {
  BundleError,
  type Check,
  type Collected,
  type Collection,
  type CollectionSource,
  looksLikeCollection,
  type Outcome,
  openCollection,
  QUESTIONS,
  type Question,
  type TrustMaterial,
} from '@touchstone/verify'
import { describeTrust, type Judged, toExitCode } from '../judged.js'
import type { VerifyOptions } from '../options.js'
import { withRequired } from '../required.js'
import { CannotCheckError, UsageError } from '../usage.js'
import { judgeReadBundle } from './bundle.js'

/** Checks that are shown of all settlements together; the counts are of all. */
const MAX_SHOWN = 100
const STATUSES = ['fail', 'unavailable', 'absent', 'pass'] as const

/** Whether the file is a collection of bundles. It may be larger than memory, so that only its start is looked at. */
export function isCollection(path: string): boolean {
  return withFile(path, ({ source }) => source.size > 41 && looksLikeCollection(source.read(0, 41)))
}

/**
 * Judges each bundle of a collection, one after the other, and ends with the worst of them.
 * @throws CannotCheckError for a file that is no collection, or that holds what no bundle names.
 */
export async function judgeCollection(path: string, trust: TrustMaterial, options: VerifyOptions): Promise<Judged> {
  if (options.headerHash !== undefined)
    throw new UsageError('--header-hash names one block, a collection rests on many: name a node by --rpc.')
  const opened = openFile(path)
  try {
    const collection = await openCollection(opened.source)
    const tally = createTally()
    for await (const collected of collection.bundles()) tally.add(collected, await judgeOne(collected, trust, options))
    return tally.toJudged(collection, options)
  } catch (cause) {
    if (cause instanceof BundleError) throw new CannotCheckError(cause.message, { cause })
    throw cause
  } finally {
    opened.close()
  }
}

async function judgeOne({ bundle }: Collected, trust: TrustMaterial, options: VerifyOptions): Promise<Judged | string> {
  if (bundle instanceof BundleError) return bundle.message
  try {
    return withRequired(await judgeReadBundle(bundle, trust, options), options.require)
  } catch (error) {
    if (error instanceof CannotCheckError) return error.message
    throw error
  }
}

/** Counts what was found; holds no settlement. */
function createTally() {
  const outcomes = new Map<Outcome, number>()
  const worst = new Map<string, Question['status']>()
  const checks: Check<string>[] = []
  const unread: string[] = []
  const others: string[] = []
  let settlements = 0
  return {
    add: ({ item }: Collected, judged: Judged | string) => {
      settlements += 1
      const outcome = typeof judged === 'string' ? 'unavailable' : judged.outcome
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      if (item.outcome !== outcome && others.length < MAX_SHOWN)
        others.push(`${item.id}: the list says ${item.outcome ?? 'pending'}, checking it again says ${outcome}.`)
      if (typeof judged === 'string') {
        if (unread.length < MAX_SHOWN) unread.push(`${item.id}: could not check: ${judged}`)
        return
      }
      for (const { id, status } of judged.questions) worst.set(id, toWorse(worst.get(id), status))
      const open = judged.checks.filter(({ status }) => status === 'fail' || status === 'unavailable')
      const room = Math.max(0, MAX_SHOWN - checks.length)
      checks.push(...open.slice(0, room).map((check) => ({ ...check, reason: `${item.id}: ${check.reason ?? ''}` })))
    },
    toJudged: ({ head, index, gaps, about }: Collection, options: VerifyOptions): Judged => {
      const outcome = conclude(outcomes, index.next === null && head.after === null)
      const counts = [...outcomes].sort().map(([name, count]) => `${count} ${name}`)
      const period = `${new Date(head.from).toISOString()} to ${new Date(head.to).toISOString()}`
      return {
        kind: 'collection',
        title: `${settlements} settlements of ${head.scope.kind} ${head.scope.id}, ${period}`,
        outcome,
        sentence: `${settlements} settlements: ${counts.join(', ') || 'none'}.`,
        questions: QUESTIONS.flatMap((id) => toQuestion(id, worst.get(id))),
        checks,
        observations: [...unread, ...others].map((text) => ({
          id: 'collection',
          question: 'payment',
          text,
          evidence: [],
        })),
        restsOn: [
          `${settlements} block hashes: ${options.rpc ?? 'name a node that you trust by --rpc'}`,
          "the maker's word that these are all of them, in order",
          ...describeAbout(about),
          describeTrust(options),
        ],
        doesNotProve: [...describeAboutMissing(about), ...describeMissing(gaps, index.next, head.after)],
      }
    },
  }
}

/** The worst; a file that is not the whole interval verifies nothing about the interval. */
function conclude(outcomes: ReadonlyMap<Outcome, number>, isWhole: boolean): Outcome {
  const present = [...outcomes.keys()]
  if (present.includes('failed')) return 'failed'
  if (present.length === 0 || present.includes('unavailable')) return 'unavailable'
  return isWhole && present.every((outcome) => toExitCode(outcome) === 0) ? 'verified' : 'partial'
}

function describeMissing(gaps: Collection['gaps'], next: string | null, after: string | null): string[] {
  const shown = gaps.slice(0, MAX_SHOWN).map(({ settlement, gap }) => `Missing in ${settlement ?? 'the file'}: ${gap}`)
  return [
    ...(after === null ? [] : [`What lies before this file, up to ${after}.`]),
    ...(next === null ? [] : [`The rest of the interval: ask for the file after ${next}.`]),
    ...shown,
    ...(gaps.length > MAX_SHOWN ? [`${gaps.length - MAX_SHOWN} more gaps, which the file lists.`] : []),
  ]
}

/** Their bytes are the ones that the file names; what they say was looked at by nobody here. */
function describeAbout(about: Collection['about']): string[] {
  return about.map(
    ({ role, entries, asOf }) =>
      `the word of those who say it, and of the maker who read it up to block ${asOf}, for the ${entries.length} entries of ${role}: none is proven here`,
  )
}

function describeAboutMissing(about: Collection['about']): string[] {
  return about.flatMap(({ role, missing }) => missing.map((what) => `Missing in ${role}: ${what}`)).slice(0, MAX_SHOWN)
}

function toQuestion(id: Question['id'], status: Question['status'] | undefined): Question<string>[] {
  return status === undefined ? [] : [{ id, status, checks: [] }]
}

function toWorse(a: Question['status'] | undefined, b: Question['status']): Question['status'] {
  return STATUSES.find((status) => status === a || status === b) ?? b
}

function withFile<T>(path: string, use: (opened: { source: FileSource }) => T): T {
  const opened = openFile(path)
  try {
    return use(opened)
  } finally {
    opened.close()
  }
}

interface FileSource extends CollectionSource {
  read(offset: number, length: number): Uint8Array
}

function openFile(path: string): { source: FileSource; close(): void } {
  try {
    const file = openSync(path, 'r')
    const { size } = fstatSync(file)
    return {
      source: { size, read: (offset, length) => readExactly(file, offset, length) },
      close: () => closeSync(file),
    }
  } catch (cause) {
    throw new UsageError(`file: ${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

function readExactly(file: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; ) {
    const read = readSync(file, bytes, at, length - at, offset + at)
    if (read === 0) throw new BundleError('The file ends before what it lists.')
    at += read
  }
  return bytes
}
