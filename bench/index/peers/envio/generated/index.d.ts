export {
  Serving,
  onBlock
} from "./src/Handlers.gen";
export type * from "./src/Types.gen";
import {
  Serving,
  MockDb,
  Addresses
} from "./src/TestHelpers.gen";

export const TestHelpers = {
  Serving,
  MockDb,
  Addresses
};

export {
} from "./src/Enum.gen";

export {default as BigDecimal} from 'bignumber.js';
