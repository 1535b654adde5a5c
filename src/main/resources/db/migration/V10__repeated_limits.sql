-- How often in a row a limit was met again after its end, with no answer in between.
ALTER TABLE limit_entry ADD COLUMN repeats integer NOT NULL DEFAULT 0;
