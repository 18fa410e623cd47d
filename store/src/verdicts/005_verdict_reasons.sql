-- Why a verdict was made again, from what changed between the one before and this one; empty for the first.
-- reorg: the settlement sits in another block. new-evidence: other trails, reports or receipt. new-verifier, new-trust:
-- the verifier or the network's trust material changed. other-inputs: anything else that a verdict rests on, such as
-- earlier uses of a signature, or a report that was asked for in vain. Null in rows from before this column.
alter table verdicts.verdict add column reasons text[] check (
  reasons <@ array['reorg', 'new-evidence', 'new-verifier', 'new-trust', 'other-inputs']);
