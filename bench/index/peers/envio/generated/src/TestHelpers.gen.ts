/* TypeScript file generated from TestHelpers.res by genType. */

/* eslint-disable */
/* tslint:disable */

const TestHelpersJS = require('./TestHelpers.res.js');

import type {Serving_BalanceUpdated_event as Types_Serving_BalanceUpdated_event} from './Types.gen';

import type {Serving_TEESettlementResult_event as Types_Serving_TEESettlementResult_event} from './Types.gen';

import type {t as Address_t} from 'envio/src/Address.gen';

import type {t as TestHelpers_MockDb_t} from './TestHelpers_MockDb.gen';

/** The arguements that get passed to a "processEvent" helper function */
export type EventFunctions_eventProcessorArgs<event> = {
  readonly event: event; 
  readonly mockDb: TestHelpers_MockDb_t; 
  readonly chainId?: number
};

export type EventFunctions_eventProcessor<event> = (_1:EventFunctions_eventProcessorArgs<event>) => Promise<TestHelpers_MockDb_t>;

export type EventFunctions_MockBlock_t = {
  readonly hash?: string; 
  readonly number?: number; 
  readonly timestamp?: number
};

export type EventFunctions_MockTransaction_t = {
  readonly from?: (undefined | Address_t); 
  readonly hash?: string; 
  readonly input?: string
};

export type EventFunctions_mockEventData = {
  readonly chainId?: number; 
  readonly srcAddress?: Address_t; 
  readonly logIndex?: number; 
  readonly block?: EventFunctions_MockBlock_t; 
  readonly transaction?: EventFunctions_MockTransaction_t
};

export type Serving_TEESettlementResult_createMockArgs = {
  readonly user?: Address_t; 
  readonly status?: bigint; 
  readonly unsettledAmount?: bigint; 
  readonly mockEventData?: EventFunctions_mockEventData
};

export type Serving_BalanceUpdated_createMockArgs = {
  readonly user?: Address_t; 
  readonly provider?: Address_t; 
  readonly amount?: bigint; 
  readonly pendingRefund?: bigint; 
  readonly mockEventData?: EventFunctions_mockEventData
};

export const MockDb_createMockDb: () => TestHelpers_MockDb_t = TestHelpersJS.MockDb.createMockDb as any;

export const Addresses_mockAddresses: Address_t[] = TestHelpersJS.Addresses.mockAddresses as any;

export const Addresses_defaultAddress: Address_t = TestHelpersJS.Addresses.defaultAddress as any;

export const Serving_TEESettlementResult_processEvent: EventFunctions_eventProcessor<Types_Serving_TEESettlementResult_event> = TestHelpersJS.Serving.TEESettlementResult.processEvent as any;

export const Serving_TEESettlementResult_createMockEvent: (args:Serving_TEESettlementResult_createMockArgs) => Types_Serving_TEESettlementResult_event = TestHelpersJS.Serving.TEESettlementResult.createMockEvent as any;

export const Serving_BalanceUpdated_processEvent: EventFunctions_eventProcessor<Types_Serving_BalanceUpdated_event> = TestHelpersJS.Serving.BalanceUpdated.processEvent as any;

export const Serving_BalanceUpdated_createMockEvent: (args:Serving_BalanceUpdated_createMockArgs) => Types_Serving_BalanceUpdated_event = TestHelpersJS.Serving.BalanceUpdated.createMockEvent as any;

export const Addresses: { mockAddresses: Address_t[]; defaultAddress: Address_t } = TestHelpersJS.Addresses as any;

export const Serving: { BalanceUpdated: { processEvent: EventFunctions_eventProcessor<Types_Serving_BalanceUpdated_event>; createMockEvent: (args:Serving_BalanceUpdated_createMockArgs) => Types_Serving_BalanceUpdated_event }; TEESettlementResult: { processEvent: EventFunctions_eventProcessor<Types_Serving_TEESettlementResult_event>; createMockEvent: (args:Serving_TEESettlementResult_createMockArgs) => Types_Serving_TEESettlementResult_event } } = TestHelpersJS.Serving as any;

export const MockDb: { createMockDb: () => TestHelpers_MockDb_t } = TestHelpersJS.MockDb as any;
