-- The squid's status tables and the notification of its head, made before the processor's first start: its own DDL says
-- IF NOT EXISTS. One row change a committed batch gives one `squid_head` notification, which wakes auditor and API.
create schema if not exists squid_processor;
create table if not exists squid_processor.status (
  id int4 primary key, height int4 not null, hash text default '0x', nonce int4 default 0);
-- The API reads the tip from here before the first block, too.
create table if not exists squid_processor.hot_block (height int4 primary key, hash text not null);
-- Which facts the database holds: digest of facts.sql, and its tables.
create table if not exists squid_processor.facts_schema (digest text primary key, tables text[] not null);
create or replace function squid_processor.notify_head() returns trigger language plpgsql as $$
begin
  perform pg_notify('squid_head', json_build_object('height', new.height, 'nonce', new.nonce)::text);
  return null;
end $$;
create or replace trigger notify_head after update on squid_processor.status
  for each row execute function squid_processor.notify_head();
