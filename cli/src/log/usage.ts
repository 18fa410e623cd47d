export const LOG_USAGE = `usage: touchstone log fsck <url|folder> [--key <key>]
       touchstone log monitor <url|folder> --state <file> [--key <key>] [--sample <count>]
       touchstone log compare <checkpoint> <checkpoint> [--url <url|folder>] [--key <key>]...
       touchstone log anchor-check <url|folder> --rpc <url> [--network <name|file>] [--key <key>]

  fsck     makes every tile and the root again from every entry, and checks every entry's signature
  monitor  checks that the log continues what the state file remembers, every new entry, and some old ones at random
  compare  whether two checkpoints (files) can both be true
  anchor-check  that the newest anchored checkpoint stands on chain, and that the newest checkpoint continues it

The log is where its checkpoint lies, e.g. https://host/log. Keys are verifier keys (name+id+base64, docs/log.md); without
one, the keys that the log itself names are taken, and the output says so.

options
  --key <key>       verifier key that the log must have, from a source that you trust
  --state <file>    what the last run saw; made on the first one
  --sample <count>  verdicts drawn at random and checked to the last byte                 (default 8)
  --rpc <url>       node of the chain, which you trust
  --network <name>  network in networks/, or a network's file, whose chain and Flow contract it must be
  --url <url>       where the log's tiles are, to compare checkpoints of different sizes

exit codes
  0 nothing is wrong   1 proven wrong: the output has the proof   2 could not check   3 usage or internal error
`
