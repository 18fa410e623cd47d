-- Trails on 0G DA. The file that is anchored on 0G Storage only names a blob: da://<root>/<epoch>/<quorum>. What
-- verdicts.payload then keeps under the anchored root are the blob's bytes, which recompute to the data root named here.
create table verdicts.da_pointer (
  -- Root of the anchored file.
  root       text primary key,
  -- The file's text, at most 116 characters: it recomputes to the anchored root.
  file       text not null,
  data_root  text not null,
  epoch      numeric(20) not null,
  quorum     numeric(20) not null,
  -- Where the file itself came from.
  source     text not null,
  fetched_at timestamptz not null default now(),
  -- Roots of the blob's two extensions, from our own recomputation; null until the blob was fetched.
  r1         text,
  r2         text
);
create index da_pointer_data_root on verdicts.da_pointer (data_root);

-- da-unattested: no quorum signed for the blob an hour after it was named; says nothing about the bytes.
-- da-decode-error: the rows that nodes hold do not fit each other. expired: found nowhere, and the nodes need no longer
-- keep it. Both are definite answers without bytes.
alter table verdicts.fetch_attempt drop constraint fetch_attempt_outcome_check;
alter table verdicts.fetch_attempt add constraint fetch_attempt_outcome_check check (outcome in (
    'match', 'mismatch', 'size-mismatch', 'never-uploaded', 'partial', 'pruned', 'unknown-root',
    'node-behind', 'wrong-network', 'unreachable', 'time-out', 'rate-limited', 'bad-answer', 'too-large',
    'da-unattested', 'da-decode-error', 'expired'));
