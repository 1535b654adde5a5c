-- The tools that agents call back over MCP.

-- A row is the token of a session, with which the session's CLI calls the tools. Only its hash is stored. The token is valid while the session
-- has not ended, whoever ends it.
CREATE TABLE session_token (
    session uuid PRIMARY KEY REFERENCES session ON DELETE CASCADE,
    -- The SHA-256 of the token.
    hash    bytea NOT NULL UNIQUE,
    -- The role of the agent when the session started. It decides which tools the session has.
    role    text NOT NULL CHECK (role IN ('director', 'worker', 'steward'))
);

-- A row is what an agent has reported about the task of its session before the session ended.
CREATE TABLE task_outcome (
    session uuid PRIMARY KEY REFERENCES session ON DELETE CASCADE,
    outcome text NOT NULL CHECK (outcome IN ('done', 'nothing_to_do', 'handed_off')),
    -- What the agent did, or the note for the next agent.
    summary text NOT NULL,
    -- For a hand-off: the agent or the role that the task goes to; null for any agent that may get it.
    to_agent uuid REFERENCES agent ON DELETE SET NULL,
    to_role  text CHECK (to_role IN ('director', 'worker', 'steward'))
);

-- A row is the key of a call that has created something. A repetition of the call by the same agent finds what the first one created.
CREATE TABLE tool_key (
    agent       uuid NOT NULL REFERENCES agent ON DELETE CASCADE,
    tool        text NOT NULL,
    key         text NOT NULL,
    -- The SHA-256 of the other arguments.
    fingerprint bytea NOT NULL,
    -- The id of what the call creates.
    thing       uuid NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agent, tool, key)
);

-- What the agent of a running task has reported about its progress, and when.
ALTER TABLE task ADD COLUMN progress text;
-- How much of the task is done, 0 to 100.
ALTER TABLE task ADD COLUMN progress_percent smallint CHECK (progress_percent BETWEEN 0 AND 100);
ALTER TABLE task ADD COLUMN progress_at timestamptz;
-- What the last agent has written for the next one; the prompt of the next session contains it.
ALTER TABLE task ADD COLUMN hand_off_note text;
