/* TypeScript file generated from Enums.res by genType. */

/* eslint-disable */
/* tslint:disable */

export type ContractType_t = "Serving";

export type EntityType_t = 
    "Account"
  | "Settlement"
  | "dynamic_contract_registry";
