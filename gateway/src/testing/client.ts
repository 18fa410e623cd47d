/** A block as the gateway serves it. */
export interface Block {
  header: { number: number; hash: string; parentHash: string }
  logs?: { logIndex: number; transactionIndex: number; address: string; topics: string[] }[]
  transactions?: { transactionIndex: number; hash: string }[]
  traces?: object[]
}

/** One query as the client sends it: first the worker's address, then the query to it. */
export async function ask(
  url: string,
  query: { fromBlock: number; [more: string]: unknown },
): Promise<{ status: number; text: string }> {
  const worker = await fetch(`${url}/${query.fromBlock}/worker`).then((answer) => answer.text())
  const body = JSON.stringify(query)
  const answer = await fetch(worker, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  return { status: answer.status, text: await answer.text() }
}

/** Asks on until the last block is reached, as the client does. Header-only blocks are left out. */
export async function readAll(url: string, query: object, to: number, from = 0): Promise<Block[]> {
  const blocks: Block[] = []
  for (let at = from; at <= to; ) {
    const { status, text } = await ask(url, { fromBlock: at, toBlock: to, ...query } as {
      fromBlock: number
      [more: string]: unknown
    })
    if (status !== 200) throw new Error(`${status}: ${text}`)
    const part = JSON.parse(text) as Block[]
    const last = part.at(-1)?.header.number ?? -1
    if (last < at || last > to) throw new Error(`Asked from ${at} to ${to}, the answer ends with ${last}.`)
    at = last + 1
    blocks.push(...part.filter(({ logs, transactions, traces }) => logs || transactions || traces))
  }
  return blocks
}
