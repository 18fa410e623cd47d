/**
 * Loads now what checks load when they first need it, for whoever is about to lose the network: the DCAP libraries, the
 * reader of compose files, the curve of image provenance. 0G DA is left out: no bundle needs it.
 */
export async function loadAhead(): Promise<void> {
  const { loadDcapWasm } = await import('#dcap-wasm')
  await Promise.all([import('@phala/dcap-qvl'), import('yaml'), import('@noble/curves/nist.js'), loadDcapWasm()])
}
