import { once } from 'node:events'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type JudgedEvidence, KeptTooMuch, type TrustMaterial } from '@touchstone/verify'
import { fromSent } from '../files/heldBytes.js'
import { scanFile } from '../files/scan.js'
import { formOpinion } from '../judge/formOpinion.js'
import { loadVocabulary } from '../judge/vocabulary.js'
import { readTrailRows } from '../trails/trailRows.js'
import type { Results, Said, SentEvidence, Task, ThreadData, Told } from './task.js'

// Runs one task after the other for the pool that started it.
const port = parentPort as MessagePort
const say = (said: Said) => port.postMessage(said)
const { vocabulary, maxKeptBytes } = workerData as ThreadData

async function readTrail({ bytes, network }: Extract<Task, { kind: 'read-trail' }>): Promise<Results['read-trail']> {
  const reading = readTrailRows(fromSent(bytes), network)
  for (;;) {
    const step = reading.next()
    if (step.done) return step.value
    const taken = once(port, 'message')
    say({ kind: 'rows', rows: step.value })
    // One batch is under way at a time, so that a file of a million lines never queues up in memory.
    await taken
  }
}

let trusted: { text: string; trust: TrustMaterial } | undefined

function readTrust(text: string): TrustMaterial {
  if (trusted?.text !== text) trusted = { text, trust: JSON.parse(text) as TrustMaterial }
  return trusted.trust
}

function receive(evidence: SentEvidence): JudgedEvidence {
  return { ...evidence, trails: evidence.trails.map((trail) => ({ ...trail, bytes: fromSent(trail.bytes) })) }
}

function perform(task: Task): Results[Task['kind']] | Promise<Results[Task['kind']]> {
  switch (task.kind) {
    case 'scan-file':
      return scanFile(task.file)
    case 'read-trail':
      return readTrail(task)
    case 'judge':
      return formOpinion(task.subject, receive(task.evidence), {
        ...{ ...task, trust: readTrust(task.trust), maxKeptBytes },
      })
  }
}

// A failure shows itself in the first judgement that needs it.
if (vocabulary) loadVocabulary().catch(() => undefined)

port.on('message', async (told: Told) => {
  if (told.kind !== 'task') return
  try {
    say({ kind: 'done', result: await perform(told.task) })
  } catch (error) {
    if (error instanceof KeptTooMuch) return say({ kind: 'exceeded', limit: 'memory' })
    const { message, stack } = error as Error
    say({ kind: 'failed', message, stack })
  }
})
