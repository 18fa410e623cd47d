import { createConfig } from 'ponder'
import { abi } from './abi'

const address = process.env.SERVING as `0x${string}`

export default createConfig({
  database: { kind: 'postgres', connectionString: process.env.DATABASE_URL },
  chains: { bench: { id: Number(process.env.CHAIN_ID), rpc: process.env.RPC_URL, pollingInterval: 1000 } },
  contracts: { Serving: { chain: 'bench', abi, address, startBlock: 1, endBlock: Number(process.env.END_BLOCK) } },
})
