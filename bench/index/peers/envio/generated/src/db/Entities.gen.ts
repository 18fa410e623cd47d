/* TypeScript file generated from Entities.res by genType. */

/* eslint-disable */
/* tslint:disable */

export type id = string;

export type whereOperations<entity,fieldType> = {
  readonly eq: (_1:fieldType) => Promise<entity[]>; 
  readonly gt: (_1:fieldType) => Promise<entity[]>; 
  readonly lt: (_1:fieldType) => Promise<entity[]>
};

export type Account_t = { readonly balance: bigint; readonly id: id };

export type Account_indexedFieldOperations = {};

export type Settlement_t = {
  readonly blockNumber: number; 
  readonly id: id; 
  readonly nonce: bigint; 
  readonly payer: string; 
  readonly provider: string; 
  readonly requestsHash: string; 
  readonly status: number; 
  readonly totalFee: bigint; 
  readonly unsettled: bigint
};

export type Settlement_indexedFieldOperations = {};
