import type { Reply, Task } from './messages'

/** A worker that checks files; its code is loaded when it starts and never before. */
export interface Verifier {
  post(task: Task): void
  stop(): void
}

/** Starts a worker. What it could not even load is told as a crash: it says nothing about any file. */
export function startVerifier(onReply: (reply: Reply) => void): Verifier {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'verifier' })
  worker.onmessage = ({ data }: MessageEvent<Reply>) => onReply(data)
  worker.onerror = ({ message }) =>
    onReply({ kind: 'crashed', message: message || 'The code of the verifier could not be loaded.' })
  return { post: (task) => worker.postMessage(task), stop: () => worker.terminate() }
}
