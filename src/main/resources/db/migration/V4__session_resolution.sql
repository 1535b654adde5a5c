-- Why a session runs on what it runs on, and from which other session it goes on.
ALTER TABLE session
    ADD COLUMN resolution jsonb,
    ADD COLUMN earlier    uuid;
