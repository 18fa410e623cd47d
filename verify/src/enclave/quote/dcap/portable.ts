/** The WebAssembly verifier where there is `fetch`: bundlers put its bytes beside the library that asks for them. */
export async function loadDcapWasm(): Promise<typeof import('@phala/dcap-qvl-web')> {
  const library = await import('@phala/dcap-qvl-web')
  await library.default()
  return library
}
