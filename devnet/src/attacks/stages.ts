import type { Staged } from './attack.js'
import { lieAboutBytes, spam } from './storage.js'
import { byProvider } from './stories.js'
import type { Stage } from './subject.js'
import { replaySignature, swapAnswer } from './wire.js'

/** How each attack is staged, by its name. */
export const STAGES = {
  'swapped-answer': swapAnswer,
  'replayed-signature': replaySignature,
  'another-model': byProvider('hazel', { questions: ['workload', 'enclave'], asksService: true }),
  'mock-key': byProvider('cedar', { questions: ['signature', 'enclave'], asksService: true, proves: true }),
  'relay-sold-as-in-enclave': byProvider('birch', { questions: ['workload'], asksService: true }),
  'lying-storage-node': lieAboutBytes,
  'stranger-spam': spam,
  'over-billing': byProvider('fir', { questions: ['opening'] }),
} satisfies Record<string, (stage: Stage) => Promise<Staged>>

export type AttackName = keyof typeof STAGES
