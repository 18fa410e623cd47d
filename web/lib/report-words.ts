/** What each step on an enclave report looks at, in plain words. The claim and its result are the verdict's. */
export const STEP_WORDS: Readonly<Record<string, string>> = {
  'report-published': 'When the service was asked, a report came that names the key which signs its bills.',
  'quote-form': 'The processor’s own statement, the quote, can be read from its first byte to its last.',
  'quote-chain':
    'The quote is signed, and the certificates of its signature lead to the maker’s root that is pinned here.',
  'collateral-valid':
    'The maker’s lists of known and revoked hardware are signed by it, and were in force when the report was observed.',
  'tcb-not-revoked':
    'The maker had not revoked this machine. A level that is merely out of date passes and is named below.',
  'module-identity': 'The TDX module, which keeps the enclave apart from the machine around it, is the maker’s.',
  'td-attributes': 'The enclave was started without debugging, which would let the machine’s owner look inside.',
  'report-data': 'The key that signs the bills stands inside the quote, where only code in the enclave could put it.',
  'rtmr-replay':
    'What the report says was loaded, replayed step by step, gives the registers that the processor measured.',
  'compose-hash': 'The published list of programs has the digest that was measured when the enclave started.',
  'gpu-evidence': 'The graphics cards’ own evidence is signed up to their maker’s root and answers the same nonce.',
  'code-known': 'The measured operating system and programs are a release that the network’s trust file lists.',
  'model-matches': 'The weights that the measured programs load are those of the advertised model.',
  'model-pinned': 'Measured code names the weights by commit or digest, so that they cannot change unseen.',
  'image-provenance': 'The programs were built and signed where their source says.',
  'relay-endpoint': 'The known program sends requests on to this endpoint. What answers there is not measured.',
}

/** Observations that say how the platform stood, then and now. */
export const TCB_THEN = 'tcb-status'
export const TCB_NOW = 'tcb-now'

/** What a report never shows, however green its steps are. */
export const REPORT_LIMITS: readonly string[] = [
  'The moment of a bill: a report from before shows that the key was in an enclave then, one from after that it was later.',
  'That nobody opened the machine: a genuine enclave does not exclude physical attacks.',
  'Which answer was given to whom: that is asked of each settlement’s published trail.',
]
