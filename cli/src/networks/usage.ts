export const NETWORKS_USAGE = `usage: touchstone networks list
       touchstone networks show [name|file] [--json]
       touchstone networks check [name|file] [--rpc <url>] [--json]
       touchstone networks reindex --verify [name|file] [--rpc <url>] [--database <url>] [--to <height>]

  list     the networks that come with this program
  show     what a network's file says: contracts, start blocks, beacons, implementations
  check    asks the chain whether the file is true of it, and what its RPCs can do
  reindex  reads the chain again, into a database of its own, and compares the state digests (docs/digest.md)

options
  --rpc <url>   ask this RPC instead of those in the file
  --json        print the result as JSON

The network is 0g-mainnet where none is named.

options of reindex
  --network <name|file>      the same as naming it                            (default NETWORK)
  --rpc <url>                RPC of the second index, http(s) or ws(s)        (default: the network's)
  --gateway <url>            where the second index takes final blocks from
  --database <url>           database of the index that is checked            (default DATABASE_URL)
  --scratch-database <url>   an empty database for the second index           (default: one made beside, and dropped)
  --to <height>              last block to compare                            (default: the last final digest)

exit codes of reindex
  0 the digests are the same   1 they differ   2 could not compare   3 usage or internal error

exit codes of check
  0 the file is true of the chain   1 something differs   2 could not ask   3 usage or internal error
`
