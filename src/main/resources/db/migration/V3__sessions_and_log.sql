-- Sessions and their event log.

-- A row is a session: one run of an agent's CLI. It outlives its agent, so it keeps the agent's name.
CREATE TABLE session (
    id                 uuid PRIMARY KEY,
    -- The service that runs it.
    instance           uuid NOT NULL,
    agent              uuid NOT NULL,
    agent_name         text NOT NULL,
    task               uuid REFERENCES task ON DELETE SET NULL,
    -- Those of its task when it started; the project of its agent if its task has none. Only a trigger writes them.
    project            uuid,
    plan               uuid,
    provider           text NOT NULL,
    executable         text NOT NULL,
    model              text,
    mode               text NOT NULL CHECK (mode IN ('bidirectional', 'one-shot')),
    directory          text NOT NULL,
    state              text NOT NULL CHECK (state IN ('starting', 'running', 'limited', 'completed', 'failed', 'stopped', 'lost')),
    -- The id that the CLI gave the session.
    provider_session   text,
    -- The hash of the instructions that its CLI was started with.
    instructions_hash  text,
    -- How provider, executable and model were chosen.
    resolution         jsonb,
    -- The session that this one continues.
    earlier            uuid,
    started_at         timestamptz NOT NULL,
    -- When the model answered first, which shows that the executable accepts work.
    answered_at        timestamptz,
    -- Since when it has nothing to do, for a session that stays open for messages.
    idle_since         timestamptz,
    ended_at           timestamptz,
    end_reason         text,
    exit_code          integer,
    signal             integer,
    stderr             text,
    input_tokens       bigint NOT NULL DEFAULT 0,
    output_tokens      bigint NOT NULL DEFAULT 0,
    cache_read_tokens  bigint NOT NULL DEFAULT 0,
    cache_write_tokens bigint NOT NULL DEFAULT 0,
    cost_usd           double precision,
    -- When its event log was deleted, before the session itself.
    log_deleted_at     timestamptz
);
CREATE INDEX session_live ON session (agent) WHERE ended_at IS NULL;
CREATE INDEX session_agent ON session (agent, id);
CREATE INDEX session_started ON session (started_at, id);
CREATE INDEX session_task ON session (task, id) WHERE task IS NOT NULL;
-- The lists of sessions.
CREATE INDEX session_state ON session (state, id);
CREATE INDEX session_ended ON session (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX session_project ON session (project, id) WHERE project IS NOT NULL;
CREATE INDEX session_plan ON session (plan, id) WHERE plan IS NOT NULL;
CREATE INDEX session_provider ON session (provider, id);
CREATE INDEX session_model ON session (model, id) WHERE model IS NOT NULL;
CREATE INDEX session_executable ON session (executable, started_at);
-- The running sessions that continue another one.
CREATE INDEX session_continuing ON session (earlier) WHERE ended_at IS NULL AND earlier IS NOT NULL;
-- The sessions that ended first and still have their logs.
CREATE INDEX session_with_log ON session (ended_at, id) WHERE ended_at IS NOT NULL AND log_deleted_at IS NULL;

-- The columns project and plan.
CREATE FUNCTION place_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT project, plan INTO NEW.project, NEW.plan FROM task WHERE id = NEW.task;
    IF NEW.project IS NULL THEN
        SELECT project INTO NEW.project FROM agent WHERE id = NEW.agent;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_place BEFORE INSERT ON session FOR EACH ROW EXECUTE FUNCTION place_session();

-- Lock rule (V2): the end of a session changes its task, and locks the row of the session before the row of the task. A task without
-- dependencies gets none until the transaction ends: the shared lock keeps those out who add them, and not the ends of other sessions. A
-- dependency that was added before the shared lock was granted is seen by the second look; the exception then releases the shared lock,
-- because two transactions that both hold it could not both get the exclusive one.
CREATE FUNCTION lock_task_graph_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF has_dependency(NEW.task) THEN
        PERFORM lock_task_graph();
        RETURN NEW;
    END IF;
    PERFORM lock_task_graph_shared();
    IF has_dependency(NEW.task) THEN
        RAISE serialization_failure;
    END IF;
    RETURN NEW;
EXCEPTION WHEN serialization_failure THEN
    PERFORM lock_task_graph();
    RETURN NEW;
END $$;
CREATE TRIGGER session_lock_task_graph BEFORE UPDATE OF ended_at ON session
    FOR EACH ROW WHEN (NEW.task IS NOT NULL) EXECUTE FUNCTION lock_task_graph_of_session();

-- A row is a chunk of a session's event log: about a thousand events, in the form in which they are streamed, each beside the raw lines
-- that it came from.
CREATE TABLE session_chunk (
    session_id uuid NOT NULL,
    last_seq   bigint NOT NULL,
    first_seq  bigint NOT NULL,
    -- Orders the chunks of all sessions by when they became durable; the cursor of the event feeds.
    position   bigint NOT NULL,
    agent      uuid NOT NULL,
    body_len   integer NOT NULL,
    body       bytea NOT NULL,
    PRIMARY KEY (session_id, last_seq)
);
-- The service compresses the body, so PostgreSQL does not try again.
ALTER TABLE session_chunk ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX session_chunk_position ON session_chunk (position);
CREATE INDEX session_chunk_agent ON session_chunk (agent, position);

-- The only row holds the position of the last chunk. Each insert of chunks locks it until the commit. So positions are contiguous, and
-- chunks become visible in the order of their positions.
CREATE TABLE feed (
    sole     boolean PRIMARY KEY DEFAULT true CHECK (sole),
    position bigint NOT NULL
);
INSERT INTO feed (position) VALUES (0);
