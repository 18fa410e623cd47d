import type { DaEvent } from '../decode/da/event'
import type { AnchorEvent, FactEvent } from '../decode/event'
import type { FineTuningEvent } from '../decode/fineTuning/event'
import { applyDaCommitment, applyDaSample, applyDaUpload } from './da/blobs'
import { applyDaSigner, applyDaSocket } from './da/signers'
import { applyDeliverableAdded, applyDeliverableChanged } from './fineTuning/deliverables'
import { applyFineTuningService, applyFineTuningServiceRemoved } from './fineTuning/services'
import { applyFineTuningSettled } from './fineTuning/settlements'
import type { FactContext, FactState } from './state'
import { applyAnchor } from './storage/anchors'

export type DataEvent = AnchorEvent | DaEvent | FineTuningEvent

type Apply<Kind extends DataEvent['kind']> = (
  state: FactState,
  event: FactEvent<Extract<DataEvent, { kind: Kind }>>,
  context: FactContext,
) => void

const APPLY: { [Kind in DataEvent['kind']]: Apply<Kind> } = {
  anchor: applyAnchor,
  'da-upload': applyDaUpload,
  'da-commitment': applyDaCommitment,
  'da-sample': applyDaSample,
  'da-signer': applyDaSigner,
  'da-socket': applyDaSocket,
  'fine-tuning-settled': applyFineTuningSettled,
  'deliverable-added': applyDeliverableAdded,
  'deliverable-changed': applyDeliverableChanged,
  'fine-tuning-service': applyFineTuningService,
  'fine-tuning-service-removed': applyFineTuningServiceRemoved,
}

export function isDataEvent(event: FactEvent): event is FactEvent<DataEvent> {
  return event.kind in APPLY
}

/** Folds what is said of bytes: the storage Flows, the data availability layer and fine-tuning. */
export function applyDataEvent(state: FactState, event: FactEvent<DataEvent>, context: FactContext): void {
  const apply = APPLY[event.kind] as (state: FactState, event: FactEvent, context: FactContext) => void
  apply(state, event, context)
}
