/**
 * SQL for everything that names a file, `(root, author, tx_hash, block_number, log_index)`: anchors, and validation requests whose
 * file has their hash. A request counts as an anchor by who sent it.
 */
export const NAMINGS = `(
  select root, author, tx_hash, block_number, log_index from anchor
  union all
  select v.root, r.tx_from, r.tx_hash, r.block_number, r.log_index
  from verdicts.validation_trail v join validation_request r on r.id = v.request_id)`
