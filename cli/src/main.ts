import type { TrustMaterial } from '@touchstone/verify'
import type { FileKind } from './fileKind.js'
import { detectKind, readInput } from './input.js'
import { type Judged, toExitCode } from './judged.js'
import { runLog } from './log/command.js'
import { Misbehaviour } from './log/misbehaviour.js'
import { runNetworks } from './networks/command.js'
import { readOptions, type VerifyOptions } from './options.js'
import type { Output } from './output.js'
import { toJson, toText } from './print.js'
import { withRequired } from './required.js'
import { judgeBundle } from './subjects/bundle.js'
import { judgeChat } from './subjects/chat.js'
import { isCollection, judgeCollection } from './subjects/collection.js'
import { judgeReport } from './subjects/report.js'
import { judgeTrail } from './subjects/trail.js'
import { readTrust } from './trust.js'
import { CannotCheckError, USAGE, UsageError } from './usage.js'

const JUDGES: Record<
  Exclude<FileKind, 'collection'>,
  (bytes: Uint8Array, trust: TrustMaterial, options: VerifyOptions) => Promise<Judged>
> = {
  bundle: judgeBundle,
  trail: judgeTrail,
  report: judgeReport,
  chat: judgeChat,
}

/** Runs one command line, without the program's own name. @returns the exit code; a crash is 3 and never an accusation. */
export async function run(args: readonly string[], output: Output): Promise<0 | 1 | 2 | 3> {
  try {
    return await runCommand(args, output)
  } catch (error) {
    const { message, stack } = error as Error
    output.err(error instanceof UsageError ? `touchstone: ${message}\n` : `touchstone: internal error\n${stack}\n`)
    return 3
  }
}

async function runCommand([command, ...rest]: readonly string[], output: Output): Promise<0 | 1 | 2 | 3> {
  if (command === undefined || command === '--help' || command === '-h') {
    output.err(USAGE)
    return 3
  }
  if (command === 'networks') return runNetworks(rest, output)
  if (command === 'log') return runLog(rest, output)
  if (command !== 'verify') throw new UsageError(`There is no command "${command}". Try touchstone --help.`)
  const options = readOptions(rest)
  if (options === undefined) {
    output.err(USAGE)
    return 3
  }
  const trust = readTrust(options.trust)
  try {
    const judged = await judge(trust, options)
    output.out(options.json ? toJson(judged) : toText(judged))
    return toExitCode(judged.outcome)
  } catch (error) {
    if (!(error instanceof Misbehaviour)) throw error
    output.out(
      options.json ? `${JSON.stringify({ outcome: 'failed', sentence: error.message }, null, 2)}\n` : error.message,
    )
    return 1
  }
}

async function judge(trust: TrustMaterial, options: VerifyOptions): Promise<Judged> {
  const { file, require } = options
  const kind = options.kind ?? (isCollection(file) ? 'collection' : undefined)
  if (kind === 'collection') return orUnavailable(kind, options, () => judgeCollection(file, trust, options))
  const bytes = readInput(file)
  const found = kind ?? detectKind(bytes)
  return withRequired(await orUnavailable(found, options, () => JUDGES[found](bytes, trust, options)), require)
}

async function orUnavailable(kind: FileKind, { file }: VerifyOptions, look: () => Promise<Judged>): Promise<Judged> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof CannotCheckError)) throw error
    return {
      ...{ kind, title: file, outcome: 'unavailable', sentence: `Could not check: ${error.message}` },
      ...{ questions: [], checks: [], observations: [], restsOn: ['the file as given'], doesNotProve: ['Anything.'] },
    }
  }
}
