-- An event's frame and its raw lines side by side in one compressed body: a third less to write than apart. The logs of builds before
-- this one, none of which was a release, are not carried over.
DROP TABLE session_chunk;

-- The event log: about a thousand events a row, each already in the form in which it is streamed.
CREATE TABLE session_chunk (
    session_id uuid NOT NULL,
    last_seq   bigint NOT NULL,
    first_seq  bigint NOT NULL,
    -- Orders the chunks of all sessions by when they became durable; the cursor of the feeds.
    position   bigint GENERATED ALWAYS AS IDENTITY,
    agent      uuid NOT NULL,
    body_len   integer NOT NULL,
    body       bytea NOT NULL,
    PRIMARY KEY (session_id, last_seq)
);
-- It comes compressed.
ALTER TABLE session_chunk ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX session_chunk_position ON session_chunk (position);
CREATE INDEX session_chunk_agent ON session_chunk (agent, position);
