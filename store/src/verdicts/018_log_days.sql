-- Exports by day: which entries of the log the checkpoints before a time cover.
create index log_checkpoint_published on verdicts.log_checkpoint (published_at) include (size);
