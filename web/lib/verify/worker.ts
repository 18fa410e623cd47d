/**
 * Checks what it is given, off the page's thread. Its own content security policy (next.config.ts) lets it reach this
 * site alone; what a visitor drops is never part of a request.
 */
import { loadAhead } from '@touchstone/verify'
import { checkLog } from '../log/check-log'
import { routes } from '../routes'
import { download } from './download'
import { judgeBundle } from './judge-bundle'
import { judgeChat } from './judge-chat'
import { judgeReport } from './judge-report'
import { judgeTrail } from './judge-trail'
import { CannotCheckError, type Judged } from './judged'
import { MAX_BYTES, recognise } from './kind'
import type { Progress, Reply, Task } from './messages'
import type { VisitorOptions, Yardstick } from './options'
import { STEP_WORDS } from './steps'

const MAX_YARDSTICK = 4 * 1024 * 1024

let yardstick: Promise<Yardstick> | undefined

function send(reply: Reply): void {
  self.postMessage(reply)
}

function report(progress: Progress): void {
  send({ kind: 'progress', progress })
}

/** Kept once it was read; asked again after a failure. */
function loadYardstick(): Promise<Yardstick> {
  yardstick ??= download(routes.yardstick(), MAX_YARDSTICK)
    .then((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Yardstick)
    .catch((error) => {
      yardstick = undefined
      throw error
    })
  return yardstick
}

async function judge(bytes: Uint8Array, options: VisitorOptions): Promise<Judged> {
  const kind = recognise(bytes)
  report({ step: STEP_WORDS.yardstick })
  const held = await loadYardstick()
  if (kind === 'bundle') return judgeBundle(bytes, held, options, (step) => report({ step: STEP_WORDS[step] }))
  report({ step: STEP_WORDS[kind] })
  if (kind === 'trail') return judgeTrail(bytes, held, options.requestsHash?.trim() || undefined)
  return kind === 'report' ? judgeReport(bytes, held, options) : judgeChat(bytes, held, options)
}

async function run(task: Task): Promise<Reply> {
  const started = performance.now()
  switch (task.kind) {
    case 'prepare':
      await Promise.all([loadYardstick(), loadAhead()])
      return { kind: 'ready' }
    case 'log': {
      const finding = await checkLog(task, (step) => report({ step }))
      return { kind: 'logged', finding, milliseconds: performance.now() - started }
    }
    case 'file': {
      const judged = await judge(task.bytes, task.options)
      return { kind: 'judged', judged, milliseconds: performance.now() - started }
    }
    case 'settlement': {
      const bytes = await download(routes.bundle(task.id), MAX_BYTES, (done, total) =>
        report({ step: STEP_WORDS.download, bytes: done, total }),
      )
      const judged = await judge(bytes, task.options)
      if (judged.kind !== 'bundle' || judged.settlement !== task.id)
        throw new CannotCheckError(`This site gave the evidence of another settlement, ${judged.settlement ?? 'none'}.`)
      return { kind: 'judged', judged, milliseconds: performance.now() - started }
    }
    default:
      return task satisfies never
  }
}

self.onmessage = ({ data }: MessageEvent<Task>) => {
  run(data).then(send, (error: Error) => {
    if (error instanceof CannotCheckError) send({ kind: 'refused', message: error.message })
    else send({ kind: 'crashed', message: `${error.name}: ${error.message}` })
  })
}
