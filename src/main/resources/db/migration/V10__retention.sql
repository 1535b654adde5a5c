-- Retention: how tasks, plans, sessions and other things are deleted, by age or by hand.

-- A row is the usage of a deleted session, so that the totals and the budgets still count it.
CREATE TABLE past_usage (
    -- The id of the session.
    id                 uuid PRIMARY KEY,
    agent              uuid NOT NULL,
    agent_name         text NOT NULL,
    task               uuid,
    project            uuid,
    plan               uuid,
    provider           text NOT NULL,
    executable         text NOT NULL,
    model              text,
    started_at         timestamptz NOT NULL,
    input_tokens       bigint NOT NULL,
    output_tokens      bigint NOT NULL,
    cache_read_tokens  bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    cost_usd           double precision
);
CREATE INDEX past_usage_started ON past_usage (started_at, id);

-- The usage of all sessions, including deleted ones.
CREATE VIEW session_usage AS
    SELECT id, agent, agent_name, task, project, plan, provider, executable, model, started_at,
        input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd
    FROM session
    UNION ALL
    SELECT id, agent, agent_name, task, project, plan, provider, executable, model, started_at,
        input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd
    FROM past_usage;

-- The rules of deletion:
--
-- Need rule: a session stays while its task can start another session, because that session continues its work, and while a running
--     session continues it. A task stays while another task waits for it.
-- Order rule: the log of a session is deleted before the session, a session before its task, and a plan after its last task. So each
--     transaction deletes little.
-- Usage rule: what a deleted session consumed stays in past_usage.
-- Lock rule (V2): whoever deletes tasks or sessions calls lock_task_graph() first, so that no task is reopened in between.

-- Need rule. The task must have ended before the time.
CREATE FUNCTION is_session_needed(candidate uuid, its_task uuid, cutoff timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM task WHERE id = its_task AND (ended_at IS NULL OR ended_at >= cutoff))
        OR EXISTS (SELECT FROM session WHERE earlier = candidate AND ended_at IS NULL)
$$;

-- Need rule: the other tasks that wait for some of these. A task that has ended and is reopened waits for those that are not done.
CREATE FUNCTION tasks_waiting_for(needed uuid[]) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT waiting.id), '{}')
    FROM dependency d JOIN task waiting ON waiting.id = d.task JOIN task n ON n.id = d.needs
    WHERE d.needs = ANY (needed) AND d.task <> ALL (needed)
        AND (waiting.ended_at IS NULL OR waiting.state <> 'done' AND n.state <> 'done')
$$;

-- Deletes sessions that have ended, with their logs. A task that is reopened later has no session to continue.
CREATE FUNCTION delete_sessions(doomed uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO past_usage
    SELECT id, agent, agent_name, task, project, plan, provider, executable, model, started_at,
        input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_usd
    FROM session WHERE id = ANY (doomed);
    UPDATE task SET session = NULL FROM session s WHERE s.id = ANY (doomed) AND task.id = s.task AND task.session = s.id;
    DELETE FROM session_chunk WHERE session_id = ANY (doomed);
    DELETE FROM session WHERE id = ANY (doomed);
END $$;

-- Deletes tasks that do not run, with their sessions.
CREATE FUNCTION delete_tasks(doomed uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM delete_sessions(ARRAY(SELECT id FROM session WHERE task = ANY (doomed)));
    DELETE FROM dependency WHERE task = ANY (doomed);
    DELETE FROM dependency WHERE needs = ANY (doomed);
    DELETE FROM task WHERE id = ANY (doomed);
END $$;

-- Deletes a plan with its tasks, none of which runs.
CREATE FUNCTION delete_plan(doomed uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM delete_tasks(ARRAY(SELECT id FROM task WHERE plan = doomed));
    DELETE FROM plan WHERE id = doomed;
END $$;

-- The functions below delete what is old, a few things in each transaction. They look at the next things after a position, the oldest
-- first, and delete those that nothing needs.
CREATE TYPE retention_step AS (
    examined integer,
    deleted  integer,
    -- The bytes of deleted logs.
    bytes    bigint,
    -- The position after this step.
    last_at  timestamptz,
    last_id  uuid
);

-- Deletes at most 500 chunks. If the logs have more, the position stays.
CREATE FUNCTION delete_old_logs(cutoff timestamptz, after_at timestamptz, after_id uuid, most integer) RETURNS retention_step
    LANGUAGE plpgsql AS $$
DECLARE
    step retention_step;
    doomed uuid[];
    chunks integer;
BEGIN
    SELECT count(*), count(*) FILTER (WHERE NOT needed), 0, max(ended_at), (array_agg(id ORDER BY ended_at DESC, id DESC))[1],
        coalesce(array_agg(id) FILTER (WHERE NOT needed), '{}')
    INTO step.examined, step.deleted, step.bytes, step.last_at, step.last_id, doomed
    FROM (
        SELECT id, ended_at, is_session_needed(id, task, cutoff) AS needed FROM session
        WHERE ended_at < cutoff AND log_deleted_at IS NULL AND (ended_at, id) > (after_at, after_id)
        ORDER BY ended_at, id LIMIT most) old;
    WITH deleted AS (
        DELETE FROM session_chunk WHERE (session_id, last_seq) IN (
            SELECT session_id, last_seq FROM session_chunk WHERE session_id = ANY (doomed) LIMIT 500)
        RETURNING octet_length(body) AS size)
    SELECT count(*), coalesce(sum(size), 0) INTO chunks, step.bytes FROM deleted;
    IF chunks = 500 THEN
        step.examined := most;
        step.deleted := 0;
        step.last_at := after_at;
        step.last_id := after_id;
    ELSE
        UPDATE session SET log_deleted_at = now() WHERE id = ANY (doomed);
    END IF;
    RETURN step;
END $$;

CREATE FUNCTION delete_old_sessions(cutoff timestamptz, after_at timestamptz, after_id uuid, most integer) RETURNS retention_step
    LANGUAGE plpgsql AS $$
DECLARE
    step retention_step;
    doomed uuid[];
BEGIN
    PERFORM lock_task_graph();
    SELECT count(*), count(*) FILTER (WHERE NOT needed), 0, max(ended_at), (array_agg(id ORDER BY ended_at DESC, id DESC))[1],
        coalesce(array_agg(id) FILTER (WHERE NOT needed), '{}')
    INTO step.examined, step.deleted, step.bytes, step.last_at, step.last_id, doomed
    FROM (
        SELECT id, ended_at, is_session_needed(id, task, cutoff) AS needed FROM session
        WHERE ended_at < cutoff AND log_deleted_at IS NOT NULL AND (ended_at, id) > (after_at, after_id)
        ORDER BY ended_at, id LIMIT most) old;
    PERFORM delete_sessions(doomed);
    RETURN step;
END $$;

-- Deletes the plans too whose last tasks it deletes, unless they are drafts.
CREATE FUNCTION delete_old_tasks(cutoff timestamptz, after_at timestamptz, after_id uuid, most integer) RETURNS retention_step
    LANGUAGE plpgsql AS $$
DECLARE
    step retention_step;
    doomed uuid[];
    plans uuid[];
BEGIN
    PERFORM lock_task_graph();
    SELECT count(*), count(*) FILTER (WHERE NOT needed), 0, max(ended_at), (array_agg(id ORDER BY ended_at DESC, id DESC))[1],
        coalesce(array_agg(id) FILTER (WHERE NOT needed), '{}'),
        coalesce(array_agg(DISTINCT plan) FILTER (WHERE NOT needed AND plan IS NOT NULL), '{}')
    INTO step.examined, step.deleted, step.bytes, step.last_at, step.last_id, doomed, plans
    FROM (
        SELECT id, ended_at, plan, EXISTS (SELECT FROM session WHERE session.task = task.id)
            OR tasks_waiting_for(ARRAY[id]) <> '{}' AS needed
        FROM task WHERE ended_at < cutoff AND (ended_at, id) > (after_at, after_id)
        ORDER BY ended_at, id LIMIT most) old;
    PERFORM delete_tasks(doomed);
    -- Waits for transactions that are adding tasks to the plans; the next statement sees those tasks.
    PERFORM FROM plan WHERE id = ANY (plans) ORDER BY id FOR UPDATE;
    DELETE FROM plan WHERE id = ANY (plans) AND state <> 'draft' AND NOT EXISTS (SELECT FROM task WHERE task.plan = plan.id);
    RETURN step;
END $$;

CREATE FUNCTION delete_old_usage(cutoff timestamptz, after_at timestamptz, after_id uuid, most integer) RETURNS retention_step
    LANGUAGE sql AS $$
    WITH deleted AS (
        DELETE FROM past_usage WHERE id IN (
            SELECT id FROM past_usage WHERE started_at < cutoff AND (started_at, id) > (after_at, after_id)
            ORDER BY started_at, id LIMIT most)
        RETURNING id, started_at)
    SELECT count(*), count(*), 0, max(started_at), (array_agg(id ORDER BY started_at DESC, id DESC))[1] FROM deleted
$$;

-- The ids of entries are ordered by time.
CREATE FUNCTION delete_old_activity(cutoff timestamptz, after_at timestamptz, after_id uuid, most integer) RETURNS retention_step
    LANGUAGE sql AS $$
    WITH deleted AS (
        DELETE FROM activity WHERE at < cutoff AND id IN (SELECT id FROM activity WHERE id > after_id ORDER BY id LIMIT most)
        RETURNING id, at)
    SELECT count(*), count(*), 0, max(at), (array_agg(id ORDER BY id DESC))[1] FROM deleted
$$;
