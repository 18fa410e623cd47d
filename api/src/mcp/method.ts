import { WORDS_NOTE } from './untrusted'

/** What the words of the answers mean, for a model that cannot look it up. */
export const METHOD = {
  statuses: WORDS_NOTE,
  questions: {
    payment: 'The chain moved what the bill says.',
    signature: 'The bill is signed by the key that the provider’s service held immediately before.',
    opening: 'A published list of requests recomputes to the hash that was billed.',
    content: 'The published contents have the hashes that the list names.',
    enclave: 'An attestation that was checked binds the signing key to an enclave.',
    workload: 'The enclave’s measurements are those of software that is known.',
  },
  outcomes:
    'verified: all six hold. relayed: the enclave only relays. partial, paid: a part holds. failed: something published is wrong. unavailable: could not be looked at. pending: not judged yet. rejected: refused by the contract, which says nothing about the payer named.',
  links:
    'S, A, A-, B+, B, B-, C, D from strong to weak. Only A- and better, held over the whole window and by no other agent, enters a history.',
  report:
    'proved: recomputed. attested: stated by an enclave or third party and checked. partly: one of the two for a part. failed: something published is wrong. claimed: somebody’s word. not-published: nothing was found. unavailable: not looked at.',
  limits:
    'It proves payments, keys and published bytes. It proves no person, no intention, no profit, and gives no grade.',
}
