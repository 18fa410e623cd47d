import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    DeliverableAbandoned: event("0x0d474986f5f081bf0e5f62804cddea0013b65e7bfdf5245ab9e10b285d246d79", "DeliverableAbandoned(address,address,string,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "deliverableId": p.string, "timestamp": p.uint256}),
    DeliverableAcknowledged: event("0x0e09c5eac33273dd5442d3969e1ffe7c8fd49636d6e1a9c1a2ad6fe53933a949", "DeliverableAcknowledged(address,address,string,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "deliverableId": p.string, "timestamp": p.uint256}),
    DeliverableAdded: event("0x8271eb00644a0e6352667cb763a339f72506be16fb91fd41e76b852c8951d93a", "DeliverableAdded(address,address,string,bytes,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "deliverableId": p.string, "modelRootHash": p.bytes, "timestamp": p.uint256}),
    DeliverableEvicted: event("0x0f101bde80f9fd46f64cedcd834d063011c90a84007611bc3103214f6ba3ce6b", "DeliverableEvicted(address,address,string,string,uint256)", {"provider": indexed(p.address), "user": indexed(p.address), "evictedDeliverableId": p.string, "newDeliverableId": p.string, "timestamp": p.uint256}),
    FeesSettled: event("0x395fa6798087d6b0e2073c2397d19fcdada968eff962d887479501fe7e22f3c1", "FeesSettled(address,address,string,uint256,bool,uint256)", {"user": indexed(p.address), "provider": indexed(p.address), "deliverableId": p.string, "fee": p.uint256, "acknowledged": p.bool, "nonce": p.uint256}),
    ServiceRemoved: event("0x29d546abb6e94f4f04d5bdccb6682316f597d43776078f47e273f000e77b2a91", "ServiceRemoved(address)", {"provider": indexed(p.address)}),
    ServiceUpdated: event("0x9657518f02d23efc8a15c042c006a06464dd791f65394ff87310a287c6949462", "ServiceUpdated(address,string,(uint256,uint256,uint256,uint256,string),uint256,address,bool)", {"provider": indexed(p.address), "url": p.string, "quota": p.struct({"cpuCount": p.uint256, "nodeMemory": p.uint256, "gpuCount": p.uint256, "nodeStorage": p.uint256, "gpuType": p.string}), "pricePerToken": p.uint256, "teeSignerAddress": p.address, "occupied": p.bool}),
}

export class Contract extends ContractBase {
}

/// Event types
export type DeliverableAbandonedEventArgs = EParams<typeof events.DeliverableAbandoned>
export type DeliverableAcknowledgedEventArgs = EParams<typeof events.DeliverableAcknowledged>
export type DeliverableAddedEventArgs = EParams<typeof events.DeliverableAdded>
export type DeliverableEvictedEventArgs = EParams<typeof events.DeliverableEvicted>
export type FeesSettledEventArgs = EParams<typeof events.FeesSettled>
export type ServiceRemovedEventArgs = EParams<typeof events.ServiceRemoved>
export type ServiceUpdatedEventArgs = EParams<typeof events.ServiceUpdated>
