import { parseArgs } from 'node:util'
import type { NoteVerifier } from '@touchstone/verify'
import { UsageError } from '../usage.js'
import { readVerifierKey } from '../verifierKey.js'

export interface LogArguments {
  positionals: string[]
  keys: NoteVerifier[]
  state: string | undefined
  sample: number
  url: string | undefined
  rpc: string | undefined
  /** Name or file. */
  network: string | undefined
}

const DEFAULT_SAMPLE = 8

/** @throws UsageError for an unknown option, a key that is none, or another number of positional arguments. */
export function readLogArguments(args: readonly string[], count: number): LogArguments {
  const { values, positionals } = parse(args)
  if (positionals.length !== count) throw new UsageError(`Expected ${count} arguments, got ${positionals.length}.`)
  const sample = values.sample === undefined ? DEFAULT_SAMPLE : Number(values.sample)
  if (!Number.isSafeInteger(sample) || sample < 0) throw new UsageError('--sample: expected a whole number from 0.')
  const { state, url, rpc, network } = values
  return {
    positionals,
    keys: (values.key ?? []).map((text) => readVerifierKey(text, '--key')),
    state,
    sample,
    url,
    rpc: rpc && readUrl(rpc),
    network,
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    key: { type: 'string', multiple: true },
    ...{ state: text, sample: text, url: text, rpc: text, network: text },
  } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new UsageError(`--rpc: expected an http or https address, got "${text}".`)
}
