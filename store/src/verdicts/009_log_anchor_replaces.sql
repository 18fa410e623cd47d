-- A backup is restored in the order of the hashes, which says nothing about which attempt was made first.
alter table verdicts.log_anchor_attempt drop constraint log_anchor_attempt_replaces_fkey;
