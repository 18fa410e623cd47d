/**
 * One thing that the check has to say.
 * `differs`: the file is not true of this chain, or an RPC cannot serve an index. `unasked`: nobody answered, so nothing
 * is said about the file. `note`: neither, but worth knowing.
 */
export interface Finding {
  level: 'differs' | 'unasked' | 'note'
  /** Field of the network's file, e.g. `contracts.inference.startBlock`. */
  field: string
  /** What was found, and what to do where something has to be done. */
  sentence: string
}

export const differs = (field: string, sentence: string): Finding => ({ level: 'differs', field, sentence })
export const unasked = (field: string, sentence: string): Finding => ({ level: 'unasked', field, sentence })
export const note = (field: string, sentence: string): Finding => ({ level: 'note', field, sentence })
