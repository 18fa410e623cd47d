/* TypeScript file generated from TestHelpers_MockAddresses.res by genType. */

/* eslint-disable */
/* tslint:disable */

const TestHelpers_MockAddressesJS = require('./TestHelpers_MockAddresses.res.js');

import type {t as Address_t} from 'envio/src/Address.gen';

export const mockAddresses: Address_t[] = TestHelpers_MockAddressesJS.mockAddresses as any;

export const defaultAddress: Address_t = TestHelpers_MockAddressesJS.defaultAddress as any;
