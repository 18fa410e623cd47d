export const NETWORKS_USAGE = `usage: touchstone networks list
       touchstone networks show [name|file] [--json]
       touchstone networks check [name|file] [--rpc <url>] [--json]

  list     the networks that come with this program
  show     what a network's file says: contracts, start blocks, beacons, implementations
  check    asks the chain whether the file is true of it, and what its RPCs can do

options
  --rpc <url>   ask this RPC instead of those in the file
  --json        print the result as JSON

The network is 0g-mainnet where none is named.

exit codes of check
  0 the file is true of the chain   1 something differs   2 could not ask   3 usage or internal error
`
