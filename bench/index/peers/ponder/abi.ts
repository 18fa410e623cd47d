export const abi = [
  {
    type: 'event',
    name: 'TEESettlementResult',
    inputs: [
      { name: 'user', type: 'address', indexed: true },
      { name: 'status', type: 'uint8', indexed: false },
      { name: 'unsettledAmount', type: 'uint256', indexed: false },
    ],
  },
  {
    type: 'event',
    name: 'BalanceUpdated',
    inputs: [
      { name: 'user', type: 'address', indexed: true },
      { name: 'provider', type: 'address', indexed: true },
      { name: 'amount', type: 'uint256', indexed: false },
      { name: 'pendingRefund', type: 'uint256', indexed: false },
    ],
  },
  {
    type: 'function',
    name: 'settleFeesWithTEE',
    stateMutability: 'nonpayable',
    inputs: [
      {
        name: 'settlements',
        type: 'tuple[]',
        components: [
          { name: 'user', type: 'address' },
          { name: 'provider', type: 'address' },
          { name: 'totalFee', type: 'uint256' },
          { name: 'requestsHash', type: 'bytes32' },
          { name: 'nonce', type: 'uint256' },
          { name: 'signature', type: 'bytes' },
        ],
      },
    ],
    outputs: [{ name: '', type: 'uint8[]' }],
  },
] as const
