import { within } from '../deadline.js'
import type { AttackRun, AttackWords } from './attack.js'
import { type AttackName, STAGES } from './stages.js'
import type { Stage } from './subject.js'
import { WORDS } from './words.js'

/** Attacks that can be staged on this devnet's live inferences. */
export interface Attacks {
  list(): readonly AttackWords[]
  /**
   * Stages the attack, or gives the last run while it is fresh.
   * @throws NotReadyError while there is no inference for it; DeadlineError.
   */
  run(name: string): Promise<AttackRun> | undefined
}

/** A run is shown again for so long: whoever reloads costs nothing. */
const FRESH_MS = 30_000
const RUN_MS = 30_000

/** One run at a time: as many wait as there are attacks, since each is run once for all who ask for it. */
export function createAttacks(stage: Stage, now: () => number = Date.now): Attacks {
  const runs = new Map<string, { run: Promise<AttackRun>; at: number }>()
  let last: Promise<unknown> = Promise.resolve()
  const start = (name: AttackName): Promise<AttackRun> => {
    const run = last.then(() => within(`The attack ${name}`, RUN_MS, runOnce(stage, name, now), stage.world.stopping))
    last = run.catch(() => undefined)
    return run
  }
  return {
    list: () => Object.values(WORDS),
    run(name) {
      if (!isName(name)) return undefined
      const kept = runs.get(name)
      if (kept !== undefined && now() - kept.at < FRESH_MS) return kept.run
      const run = start(name)
      runs.set(name, { run, at: Number.POSITIVE_INFINITY })
      // Fresh from its end on; one that failed is tried again at once.
      run.then(
        () => runs.set(name, { run, at: now() }),
        () => runs.delete(name),
      )
      return run
    },
  }
}

async function runOnce(stage: Stage, name: AttackName, now: () => number): Promise<AttackRun> {
  const words = WORDS[name]
  const staged = await STAGES[name](stage)
  const answers = staged.sdk.map(({ answer }) => answer)
  const asExplained =
    answers.length === words.writtenAbout.length &&
    answers.every((answer, at) => isAbout(answer, words.writtenAbout[at]))
  return { ...words, ...staged, at: now(), asExplained }
}

/** Sizes differ from file to file. */
function isAbout(answer: string, written: string | undefined): boolean {
  return answer.replace(/\d+ bytes/, 'n bytes') === written
}

function isName(name: string): name is AttackName {
  return Object.hasOwn(STAGES, name)
}
