import type { JournaledMap } from '../truth/journal.js'
import type { Calldata, Place } from '../truth/truth.js'
import type { Execution } from './execution.js'

/** What a simulated contract is given by the world around it. */
export interface Rules {
  /** Storage that forks take back. */
  map<Value>(): JournaledMap<Value>
  /** Where an index reads the calldata of the call in hand. */
  calldataOf(run: Execution): Calldata
  /** Whether an index learns of a call that logs nothing, by where its calldata would be read. */
  isTold(calldata: Calldata, place: Place): boolean
  ledger: { readonly address: string }
  /** Whether the ledger of the time logs FundSpent. */
  ledgerLogsSpending(): boolean
}
