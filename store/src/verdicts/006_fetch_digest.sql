-- SHA-256 of what a source served, lower-case hex; of a single wrong segment, of that one. Two sources that served other
-- bytes for one root can be told apart by it.
alter table verdicts.fetch_attempt add column sha256 text;
