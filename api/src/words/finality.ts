/**
 * SQL column `finality` of a row: hot while the newest block that it speaks of can still be orphaned. Of an interval that is
 * the block that ended it.
 */
export function finalityOf(newestBlock: string): string {
  return `case when ${newestBlock} <= (select max(height) from squid_processor.status) then 'final' else 'hot' end as finality`
}
