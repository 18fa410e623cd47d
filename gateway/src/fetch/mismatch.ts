/**
 * What one or several RPCs said of final blocks does not fit together: it is neither served nor kept. The message names the
 * block and what to do.
 */
export class ChainMismatch extends Error {
  override name = 'ChainMismatch'
  constructor(
    readonly block: number,
    why: string,
  ) {
    super(
      `Block ${block} does not add up: ${why}. Either an RPC is wrong (leave it out) or the chain was reorganised deeper than its finality (raise it and remove the gateway's folder).`,
    )
  }
}
