import { FineTuningService } from '@touchstone/store/model'
import type { EventOf, Position } from '../../decode/event'
import type { FactState } from '../state'
import { serviceKey } from './state'

/** A service as registered or changed, until the next log says otherwise. */
export function applyFineTuningService(state: FactState, { at, ...event }: EventOf<'fine-tuning-service'>) {
  const { provider, url, quota, pricePerToken, teeSigner, occupied } = event
  const { contract, blockNumber, logIndex, txHash } = at
  const key = serviceKey(contract, provider)
  endService(state, key, at)
  const row = new FineTuningService({
    id: `${key}-${blockNumber}-${logIndex}`,
    contract,
    provider,
    url,
    quota,
    pricePerToken,
    teeSigner,
    occupied,
    fromBlock: blockNumber,
    fromLogIndex: logIndex,
    toBlock: null,
    toLogIndex: null,
    txHash,
  })
  state.fineTuningServices.open(key, row)
}

export function applyFineTuningServiceRemoved(state: FactState, event: EventOf<'fine-tuning-service-removed'>) {
  endService(state, serviceKey(event.at.contract, event.provider), event.at)
}

function endService(state: FactState, key: string, { blockNumber, logIndex }: Position) {
  const end = { toBlock: blockNumber, toLogIndex: logIndex }
  state.fineTuningServices.close(key, (row) => new FineTuningService({ ...row, ...end }))
}
