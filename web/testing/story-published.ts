import type { buildSettlement } from './story-settlement'

type Settlement = ReturnType<typeof buildSettlement>

/** Records, payloads and anchors of the settlements, one by one. */
export function buildPublished(settlements: readonly Settlement[]) {
  const anchors = settlements.flatMap((settlement) =>
    settlement.anchors.map((anchor, index) => {
      const id = `storage-flow-${settlement.blockNumber * 2 + index}`
      const attempts = settlement.trails[index]?.attempts ?? []
      return { ...anchor, id, flow: settlement.contract, finality: 'final', attempts }
    }),
  )
  const own = settlements.filter(({ records }) => records.nodes.length > 0)
  const page = <T>(nodes: readonly T[]) => ({ nodes, pageInfo: { hasNextPage: false, hasPreviousPage: false } })
  const payloads = settlements.flatMap(({ trails }) => trails.filter(({ fetchedAt }) => fetchedAt !== null))
  return {
    record: ({ id }: { id: string }) => {
      const bill = own.find(({ records }) => records.nodes.some((record) => `${record.root}-${record.line}` === id))
      const record = bill?.records.nodes.find(({ line }) => id.endsWith(`-${line}`))
      return record && bill ? { ...record, id, settlements: [bill] } : null
    },
    anchor: ({ id }: { id: string }) => anchors.find((anchor) => anchor.id === id) ?? null,
    anchors: ({ filter }: { filter: { root: string } }) =>
      page(anchors.filter(({ root }) => root === filter.root).slice(0, 3)),
    trailFiles: () => page([]),
    payloads: ({ filter }: { filter: { root: string } }) =>
      page(
        payloads
          .filter(({ root }) => root === filter.root)
          .slice(0, 1)
          .map((trail) => ({ ...trail, type: 'trail', kept: true, sha256: trail.root.slice(2), anchors: [] })),
      ),
  }
}
