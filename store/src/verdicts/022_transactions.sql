-- Transactions that records say the agent then made, and what a node of the network says of each.

-- `openedBy` of the verdict in force: root of the file whose requests recompute to the bill.
alter table verdicts.current_verdict add column opened_by text;
update verdicts.current_verdict c set opened_by = v.body::jsonb ->> 'openedBy'
from verdicts.verdict v where v.id = c.verdict_id and c.opening = 'pass';
create index current_verdict_opened on verdicts.current_verdict (payer, block_number desc) where opened_by is not null;
create index current_verdict_opened_by on verdicts.current_verdict (opened_by) where opened_by is not null;

-- How many transactions the records of a file name; null where it was read before they were kept.
alter table verdicts.trail add column named integer;
create index trail_named on verdicts.trail (root) where named > 0;

-- The last 200 transactions that a file names, in its order: the word of its author. Written with the records of the file
-- and replaced with them.
create table verdicts.named_transaction (
  root       text not null references verdicts.trail (root),
  nonce      numeric(78) not null,
  line       integer not null,
  -- 0-based, in `actions` of the record.
  position   integer not null,
  -- Of the record.
  created_at timestamptz not null,
  chain_id   bigint not null,
  tx_hash    text not null,
  primary key (root, nonce, line, position)
);
create index named_transaction_hash on verdicts.named_transaction (tx_hash);

-- What a node of the network said last of a named transaction: one row a transaction, replaced by each later answer until it
-- lies in a final block. A node that did not answer leaves no row and changes none.
create table verdicts.transaction_look (
  tx_hash      text primary key,
  -- not-found: the node that was asked knows it in no block; no more than that is known.
  status       text not null check (status in ('mined', 'not-found')),
  sender       text,
  -- Null also where it created a contract.
  recipient    text,
  nonce        bigint,
  reverted     boolean,
  block_number integer,
  block_hash   text,
  block_time   timestamptz,
  -- Its block was final before the node was asked: not asked again.
  final        boolean not null default false,
  -- Answers of the same status in a row.
  rounds       integer not null default 1,
  looked_at    timestamptz not null default now(),
  check ((status = 'mined') = (sender is not null and nonce is not null and reverted is not null and block_number is not null
    and block_hash is not null and block_time is not null)),
  check (status = 'mined' or not final)
);

-- How many transactions a wallet had sent by the end of a final block. One row a wallet, replaced by each later answer.
create table verdicts.wallet_count (
  wallet      text primary key,
  -- delegated: an account with a delegation (EIP-7702). contract: other code. The nonce of neither counts transactions alone.
  account     text not null check (account in ('plain', 'delegated', 'contract')),
  sent        bigint,
  as_of_block integer not null,
  asked_at    timestamptz not null default now(),
  check ((account = 'plain') = (sent is not null))
);
