import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type TrustMaterial, verifyEnclaveReport } from '@touchstone/verify'
import type { TcbAnswer, TcbTask } from './tcbThread'

// Judges one report after the other for the TcbThread that started it.
const port = parentPort as MessagePort
const trust = workerData as TrustMaterial

async function judge({ bytes, ...options }: TcbTask): Promise<TcbAnswer> {
  try {
    return { tcb: (await verifyEnclaveReport(bytes, { ...options, trust })).tcb }
  } catch {
    return { tcb: null }
  }
}

port.on('message', (task: TcbTask) => void judge(task).then((answer) => port.postMessage(answer)))
