/** Quotes whose bytes are not those of a quote, or of one that is read here. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { concat, flipped } from './bytes.js'
import type { Flaw } from './flaw.js'
import { toChain } from './pki.js'

const malformed = { kind: 'refused', step: 'quote-form' } as const
const unsupported = { kind: 'unavailable', step: 'quote-form' } as const
const SIGNATURE_SIZE = 632

export const FORM_FLAWS = {
  empty_quote: { quote: { edit: () => new Uint8Array(0) }, expected: malformed },
  truncated_quote: { quote: { edit: (quote) => quote.subarray(0, 4) }, expected: malformed },
  last_byte_missing: { quote: { edit: (quote) => quote.subarray(0, -1) }, expected: malformed },
  trailing_bytes: { quote: { edit: (quote) => concat(quote, utf8ToBytes('more')) }, expected: malformed },
  oversized_quote: { quote: { edit: (quote) => concat(quote, new Uint8Array(40_000)) }, expected: malformed },
  signature_size_too_large: {
    quote: { edit: (quote) => concat(quote.subarray(0, SIGNATURE_SIZE), new Uint8Array(4).fill(0xff)) },
    expected: malformed,
  },
  signature_size_too_small: { quote: { edit: (quote) => flipped(quote, SIGNATURE_SIZE) }, expected: malformed },
  invalid_quote_format: { quote: { edit: () => new Uint8Array(100).fill(0xff) }, expected: unsupported },
  unsupported_version_1: { quote: { header: { version: 1 } }, expected: unsupported },
  unsupported_version_2: { quote: { header: { version: 2 } }, expected: unsupported },
  unsupported_version_6: { quote: { header: { version: 6 } }, expected: unsupported },
  unsupported_version_255: { quote: { header: { version: 255 } }, expected: unsupported },
  unsupported_key_type_0: { quote: { header: { keyType: 0 } }, expected: unsupported },
  unsupported_key_type_1: { quote: { header: { keyType: 1 } }, expected: unsupported },
  unsupported_key_type_3: { quote: { header: { keyType: 3 } }, expected: unsupported },
  unsupported_key_type_255: { quote: { header: { keyType: 255 } }, expected: unsupported },
  unsupported_tee_type: { quote: { header: { teeType: 0x82 } }, expected: unsupported },
  unsupported_vendor: { quote: { header: { vendor: new Uint8Array(16) } }, expected: unsupported },
  unsupported_cert_type: { quote: { certType: 7 }, expected: unsupported },
  invalid_sgx_v4: { tee: 'sgx', quote: { header: { version: 4 } }, expected: unsupported },
  invalid_quote_v5: { tee: 'sgx', quote: { header: { version: 5 } }, expected: unsupported },
  cert_type_3_without_pck_chain: { quote: { certType: 3 }, expected: { kind: 'unavailable', step: 'quote-chain' } },
  chain_with_hidden_text: {
    quote: { chain: ({ certificates: { pck, authority, root } }) => `${toChain(pck, authority, root)}hidden` },
    expected: { kind: 'refused', step: 'quote-chain' },
  },
  chain_not_canonical: {
    quote: {
      chain: ({ certificates: { pck, authority, root } }) => toChain(pck, authority, root).replaceAll('\n', '\r\n'),
    },
    expected: { kind: 'refused', step: 'quote-chain' },
  },
} as const satisfies Record<string, Flaw>
