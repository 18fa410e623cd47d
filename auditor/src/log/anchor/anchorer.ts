import type { Logger } from 'pino'
import { ANCHOR, type LogFolder } from '../logFolder.js'
import { type AnchorNodes, AnchorProblem } from './anchorChain.js'
import { findAnchor } from './anchorRows.js'
import { type AnchorContext, anchorStep } from './anchorStep.js'

/** Why checkpoints are not anchored as they should be. */
export interface AnchorTrouble {
  /** For metrics. */
  kind: AnchorProblem['kind'] | 'error'
  sentence: string
}

/** Anchors checkpoints beside the publisher, which never waits for it. */
export interface Anchorer {
  /** Begins a look, unless one is under way or the pause after trouble lasts. Never throws. */
  wake(): void
  trouble(): AnchorTrouble | undefined
  /** Breaks off what is under way and waits for its end. */
  stop(): Promise<void>
}

const TROUBLE_PAUSE_MS = 30_000

export function createAnchorer(
  context: AnchorContext,
  { nodes, folder, log }: { nodes: AnchorNodes; folder: LogFolder; log: Logger },
): Anchorer {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  let trouble: AnchorTrouble | undefined
  let pausedUntil = 0
  const look = async () => {
    try {
      await anchorStep(context, () => nodes.find(stopping.signal))
      await publishAnchor(context, folder)
      trouble = undefined
    } catch (error) {
      if (stopping.signal.aborted) return
      const { message } = error as Error
      // It is said once for as long as it lasts.
      if (trouble?.sentence !== message) log.error({ err: error }, 'the checkpoint was not anchored; tried again later')
      trouble = { kind: error instanceof AnchorProblem ? error.kind : 'error', sentence: message }
      pausedUntil = Date.now() + Math.min(TROUBLE_PAUSE_MS, context.everyMs)
    }
  }
  return {
    wake: () => {
      if (running !== undefined || stopping.signal.aborted || Date.now() < pausedUntil) return
      running = look().finally(() => {
        running = undefined
      })
    },
    trouble: () => trouble,
    stop: async () => {
      stopping.abort(new Error('The auditor is stopping.'))
      await running
      await nodes.close()
    },
  }
}

/** The newest checkpoint that stands on chain as a file beside the log's, for whoever looks it up there. */
async function publishAnchor({ db }: AnchorContext, folder: LogFolder): Promise<void> {
  const anchor = await findAnchor(db)
  if (anchor === undefined) return
  const { note: checkpoint, root, tx: transaction, block } = anchor
  const bytes = Buffer.from(`${JSON.stringify({ checkpoint, root, transaction, block })}\n`, 'utf8')
  const found = await folder.find(ANCHOR)
  if (found === undefined || !bytes.equals(found)) await folder.write(ANCHOR, bytes)
}
