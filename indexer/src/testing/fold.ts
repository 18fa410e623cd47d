import { applyEvents } from '../apply/apply'
import { NO_IDENTITY_ROWS } from '../apply/identity/state'
import type { FactState, PreviousRows } from '../apply/state'
import { decodeBlock } from '../decode/block'
import { buildBlock, CONTEXT, type TxDraft, WATCHED } from './logs'

export const NO_ROWS: PreviousRows = {
  contracts: [],
  implementations: [],
  providers: [],
  services: [],
  acknowledgements: [],
  accounts: [],
  ...NO_IDENTITY_ROWS,
  anchors: [],
  daCommitments: [],
  daSigners: [],
  deliverables: [],
  fineTuningServices: [],
}

/** The facts after blocks of these transactions, one list a block, from nothing. */
export function foldBlocks(blocks: TxDraft[][], previous: PreviousRows = NO_ROWS): FactState {
  const events = blocks.flatMap((drafts, at) => decodeBlock(buildBlock(at + 1, drafts), WATCHED).events)
  return applyEvents(previous, events, CONTEXT)
}
