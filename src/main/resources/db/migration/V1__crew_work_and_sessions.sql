-- The crew.
CREATE TABLE agent (
    id                   uuid PRIMARY KEY,
    name                 text NOT NULL UNIQUE,
    role                 text NOT NULL CHECK (role IN ('director', 'worker', 'steward')),
    focus                text,
    provider             text,
    model                text,
    executable           text,
    launch_mode          text CHECK (launch_mode IN ('bidirectional', 'one-shot')),
    max_concurrent_tasks integer NOT NULL CHECK (max_concurrent_tasks BETWEEN 1 AND 100),
    enabled              boolean NOT NULL,
    created_at           timestamptz NOT NULL
);

-- The work.
CREATE TABLE task (
    id              uuid PRIMARY KEY,
    title           text NOT NULL,
    prompt          text NOT NULL,
    priority        smallint NOT NULL CHECK (priority BETWEEN 1 AND 5),
    role            text NOT NULL CHECK (role IN ('director', 'worker', 'steward')),
    -- The only agent that may have it; null for any agent of the role.
    reserved_for    uuid REFERENCES agent ON DELETE RESTRICT,
    state           text NOT NULL CHECK (state IN ('open', 'running', 'review', 'done', 'failed', 'cancelled')),
    scheduled_for   timestamptz,
    assignee        uuid REFERENCES agent ON DELETE SET NULL,
    session         uuid,
    attempts        integer NOT NULL DEFAULT 0,
    -- Attempts that ended in a failure, which the retry cap counts; being stopped, limited or lost is no failure of the task.
    failures        integer NOT NULL DEFAULT 0,
    result          text,
    reason          text,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);
CREATE INDEX task_open ON task (priority, created_at, id) WHERE state = 'open';
CREATE INDEX task_reserved_for ON task (reserved_for) WHERE reserved_for IS NOT NULL;
CREATE INDEX task_created ON task (created_at, id);

-- One run of an agent's CLI. It outlives its agent, so it keeps the agent's name.
CREATE TABLE session (
    id                 uuid PRIMARY KEY,
    instance           uuid NOT NULL,
    agent              uuid NOT NULL,
    agent_name         text NOT NULL,
    task               uuid REFERENCES task ON DELETE SET NULL,
    provider           text NOT NULL,
    executable         text NOT NULL,
    model              text,
    mode               text NOT NULL CHECK (mode IN ('bidirectional', 'one-shot')),
    directory          text NOT NULL,
    state              text NOT NULL CHECK (state IN ('starting', 'running', 'limited', 'completed', 'failed', 'stopped', 'lost')),
    provider_session   text,
    started_at         timestamptz NOT NULL,
    ended_at           timestamptz,
    end_reason         text,
    exit_code          integer,
    signal             integer,
    stderr             text,
    input_tokens       bigint NOT NULL DEFAULT 0,
    output_tokens      bigint NOT NULL DEFAULT 0,
    cache_read_tokens  bigint NOT NULL DEFAULT 0,
    cache_write_tokens bigint NOT NULL DEFAULT 0,
    cost_usd           double precision
);
CREATE INDEX session_live ON session (agent) WHERE ended_at IS NULL;
CREATE INDEX session_started ON session (started_at, id);
CREATE INDEX session_task ON session (task) WHERE task IS NOT NULL;

-- The event log: about a thousand events a row, each already in the form in which it is streamed.
CREATE TABLE session_chunk (
    session_id uuid NOT NULL,
    last_seq   bigint NOT NULL,
    first_seq  bigint NOT NULL,
    -- Orders the chunks of all sessions by when they became durable; the cursor of the feeds.
    position   bigint GENERATED ALWAYS AS IDENTITY,
    agent      uuid NOT NULL,
    frames_len integer NOT NULL,
    frames     bytea NOT NULL,
    raw_len    integer NOT NULL,
    raw        bytea NOT NULL,
    PRIMARY KEY (session_id, last_seq)
);
-- They come compressed.
ALTER TABLE session_chunk ALTER COLUMN frames SET STORAGE EXTERNAL;
ALTER TABLE session_chunk ALTER COLUMN raw SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX session_chunk_position ON session_chunk (position);
CREATE INDEX session_chunk_agent ON session_chunk (agent, position);

-- Whatever may give the dispatcher something to do wakes it.
CREATE FUNCTION wake_dispatcher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_dispatch', '');
    RETURN NULL;
END $$;
CREATE TRIGGER task_wakes AFTER INSERT OR UPDATE OF state, scheduled_for, priority ON task
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER agent_wakes AFTER INSERT OR UPDATE ON agent
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER session_wakes AFTER UPDATE OF ended_at ON session
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
