/* TypeScript file generated from GqlDbCustomTypes.res by genType. */

/* eslint-disable */
/* tslint:disable */

export type Float_t = number;

export type Int_t = number;
