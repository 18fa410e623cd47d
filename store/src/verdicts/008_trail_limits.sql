-- Which limit of ours reading the file went beyond; then nothing is known of it, whatever its status says, and it is read
-- again later.
alter table verdicts.trail add column exceeded text check (exceeded in ('memory', 'time'));
