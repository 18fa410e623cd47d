-- What a record says that the agent was told to be and could do, and how many transactions it says to have made: the word of
-- the file's author. SHA-256 as hex without prefix, as the file writes it.
alter table verdicts.inference_record add column system_sha256 text;
alter table verdicts.inference_record add column tools_sha256 text;
-- Null where the record was read before these columns were kept: then nothing is known of the other two either.
alter table verdicts.inference_record add column actions integer;
