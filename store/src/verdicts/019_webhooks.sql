-- Webhooks that the operator configures: which changes each is told of, and how far that has come.

-- Each by its name, since when it is told of what changes.
create table verdicts.webhook (
  name        text primary key,
  -- Final height and time of the first start with it: what is older is not told.
  since_block integer not null,
  since_at    timestamptz not null
);

-- One change that a webhook is told of. Kept, so that it is told of it once.
create table verdicts.webhook_delivery (
  -- The webhook-id of every attempt.
  id           text primary key,
  webhook      text not null references verdicts.webhook (name),
  -- JSON that is sent, the same at every attempt.
  body         text not null,
  queued_at    timestamptz not null default now(),
  attempts     integer not null default 0,
  next_at      timestamptz not null default now(),
  -- HTTP status or what kept us from one; null before the first attempt.
  last_result  text,
  delivered_at timestamptz,
  given_up_at  timestamptz
);
create index webhook_delivery_due on verdicts.webhook_delivery (next_at)
  where delivered_at is null and given_up_at is null;
