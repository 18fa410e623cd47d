/** The command line was not understood, or names something that is not there. Ends with exit code 3. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** The file or a source beside it is not what it was said to be. Nobody is accused of that: exit code 2. */
export class CannotCheckError extends Error {
  override name = 'CannotCheckError'
}

export const USAGE = `usage: touchstone verify <file> [options]
       touchstone networks <command>        (touchstone networks --help)
       touchstone log <command>             (touchstone log --help)

Checks a file without any network and says what it proves. The file is one of
  an evidence bundle           touchstone-bundle/1, a zip file
  a collection of bundles      touchstone-collection/1, a zip file: each is checked, the worst counts
  a trail                      touchstone-trail/1, JSON Lines
  an attestation report        as a 0G broker, dstack or an OpenAI-style gateway serves it
  a chat signature             as /v1/proxy/signature/{key} serves it

options
  --kind <kind>           bundle, collection, trail, report or chat, where the file does not tell
  --json                  print {outcome, checks, ...} as JSON
  --trust <name|file>     trust material: a name in networks/trust, or a network's file   (default 0g)
  --require <questions>   questions that must pass, e.g. enclave,workload
  --collateral <file>     Intel's collateral for a report that carries none
  --image-bundle <file>   Sigstore bundle about an image of a report's code; may be repeated
  --at <time>             time at which a report is judged: ISO 8601 or milliseconds      (default now)
                          and the second time for which a bundle's TCB status is shown
  --signer <address>      address that a report must bind
  --request <file>        bytes of the request of a chat signature
  --response <file>       bytes of the response of a chat signature
  --requests-hash <hex>   commitment that a trail must open
  --root <hex>            root that a trail must have
  --header-hash <hex>     block hash that a bundle must rest on, from a source that you trust
  --rpc <url>             the same, asked of a node that you trust
  --key <hex>             the auditor's Ed25519 public key: the bundle's verdict must be signed by it
  --log-key <key>         verifier key (name+id+base64) of the log of all verdicts: it must hold the bundle's verdict;
                          may be repeated

exit codes
  0 verified   1 failed   2 could not check, absent or proven in part   3 usage or internal error
`
