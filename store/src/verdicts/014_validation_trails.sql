-- Validation requests name files as well: their hash is keccak256 of the bytes.
alter table verdicts.commitment_check drop constraint commitment_check_kind_check;
alter table verdicts.commitment_check add constraint commitment_check_kind_check
  check (kind in ('card', 'feedback', 'validation', 'inft-data', 'model'));

-- Trails that a validation request names and whose bytes have the request's hash: tied to its agent, whether or not the root
-- was anchored with a trail's tags. Their author is who sent the request.
create table verdicts.validation_trail (
  -- Id of the fact validation_request.
  request_id text primary key,
  -- Of the file on 0G Storage; of a blob on 0G DA the root of the one line that names it (verdicts.da_pointer).
  root       text not null
);
create index validation_trail_root on verdicts.validation_trail (root);
