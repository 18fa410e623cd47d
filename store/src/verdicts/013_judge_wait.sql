-- A settlement whose judgement waits a moment for evidence that is under way: one row at most, gone when it is judged.
create table verdicts.judge_wait (
  settlement_id text primary key,
  -- From then on it is judged on what is there.
  until         timestamptz not null
);
