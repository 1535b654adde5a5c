-- Triggers: what starts work at times and on events.

-- A row is a trigger. It creates a task, or sends a message to an agent.
CREATE TABLE trigger (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE,
    enabled    boolean NOT NULL,
    -- When it runs: a cron expression in a time zone, events of tasks, plans and limits, or requests from outside. One of these.
    cron       text,
    time_zone  text,
    events     text[],
    webhook    boolean NOT NULL,
    -- The secret of the requests from outside, encrypted; null until somebody creates one.
    secret     text,
    -- Only events of this project.
    project    uuid REFERENCES project ON DELETE CASCADE,
    -- What it does, as the API describes it. One of both.
    task       jsonb,
    message    jsonb,
    -- The next time of its cron expression; null without one, or if there is none.
    next_at    timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (num_nonnulls(cron, events) + webhook::integer = 1),
    CHECK ((cron IS NULL) = (time_zone IS NULL)),
    CHECK (num_nonnulls(task, message) = 1)
);
CREATE INDEX trigger_next ON trigger (next_at) WHERE enabled AND next_at IS NOT NULL;
CREATE INDEX trigger_project ON trigger (project) WHERE project IS NOT NULL;
CREATE TRIGGER trigger_change AFTER INSERT OR DELETE OR UPDATE OF name, enabled, cron, events, task, message ON trigger
    FOR EACH ROW EXECUTE FUNCTION notify_row_changed('trigger');
CREATE TRIGGER trigger_timer AFTER INSERT OR UPDATE ON trigger FOR EACH ROW EXECUTE FUNCTION notify_timer();

-- A row is a run of a trigger.
CREATE TABLE trigger_run (
    id         uuid PRIMARY KEY,
    trigger    uuid NOT NULL REFERENCES trigger ON DELETE CASCADE,
    cause      text NOT NULL CHECK (cause IN ('time', 'event', 'webhook', 'hand')),
    -- The event and what it is about, or the request from outside.
    data       jsonb NOT NULL DEFAULT '{}',
    -- The time for which it was due.
    due_at     timestamptz NOT NULL,
    state      text NOT NULL CHECK (state IN ('waiting', 'started', 'skipped', 'failed')),
    -- Why it was skipped or has failed.
    reason     text,
    -- What it has created. They may have been deleted.
    task       uuid,
    message    uuid,
    -- How many runs of triggers led to the event.
    depth      integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at timestamptz,
    -- The id by which the sender names its request; it sends a repetition with the same one.
    delivery   text,
    UNIQUE (trigger, delivery)
);
CREATE INDEX trigger_run_trigger ON trigger_run (trigger, id);
CREATE INDEX trigger_run_waiting ON trigger_run (trigger, id) WHERE state = 'waiting';
CREATE INDEX trigger_run_task ON trigger_run (task) WHERE task IS NOT NULL;
CREATE INDEX trigger_run_message ON trigger_run (message) WHERE message IS NOT NULL;
CREATE TRIGGER trigger_run_timer AFTER INSERT ON trigger_run FOR EACH ROW EXECUTE FUNCTION notify_timer();

CREATE FUNCTION notify_trigger_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM notify_change('trigger', NEW.trigger::text, NULL, NULL, false);
    RETURN NULL;
END $$;
CREATE TRIGGER trigger_run_change AFTER INSERT OR UPDATE ON trigger_run FOR EACH ROW EXECUTE FUNCTION notify_trigger_run();

-- Run rule: a trigger has one run at a time. A run lasts until its task has ended or waits for a review, or until its message has left the queue.
CREATE FUNCTION has_active_run(of_trigger uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM trigger_run r JOIN task t ON t.id = r.task
            WHERE r.trigger = of_trigger AND r.state = 'started' AND t.state IN ('open', 'running', 'waiting'))
        OR EXISTS (SELECT FROM trigger_run r JOIN message m ON m.id = r.message
            WHERE r.trigger = of_trigger AND r.state = 'started' AND m.state = 'queued')
$$;

-- Run rule: the end of a run lets the next one start.
CREATE FUNCTION task_ends_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM trigger_run WHERE task = NEW.id) THEN
        PERFORM pg_notify('yardmaster_timer', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER task_ends_run AFTER UPDATE OF state ON task
    FOR EACH ROW WHEN (OLD.state IN ('open', 'running', 'waiting') AND NEW.state NOT IN ('open', 'running', 'waiting')) EXECUTE FUNCTION task_ends_run();

CREATE FUNCTION deletion_ends_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM trigger_run WHERE task = OLD.id OR message = OLD.id) THEN
        PERFORM pg_notify('yardmaster_timer', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER deleted_task_ends_run AFTER DELETE ON task
    FOR EACH ROW WHEN (OLD.state IN ('open', 'running', 'waiting')) EXECUTE FUNCTION deletion_ends_run();
CREATE TRIGGER deleted_message_ends_run AFTER DELETE ON message
    FOR EACH ROW WHEN (OLD.state = 'queued') EXECUTE FUNCTION deletion_ends_run();

CREATE FUNCTION message_ends_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM trigger_run WHERE message = NEW.id) THEN
        PERFORM pg_notify('yardmaster_timer', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER message_ends_run AFTER UPDATE OF state ON message
    FOR EACH ROW WHEN (OLD.state = 'queued' AND NEW.state <> 'queued') EXECUTE FUNCTION message_ends_run();

-- Trigger rule: an event adds a run for each trigger that wants it, in the transaction of the event. A trigger does not run for the tasks that it
--     has created, at most 100 of its runs wait, and a chain of triggers has at most 5 links. A chain that goes over messages can't be seen, so
--     events start at most 100 runs of a trigger in an hour.
CREATE FUNCTION run_triggers(happened text, details jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    links integer := coalesce((SELECT max(depth) + 1 FROM trigger_run
        WHERE task IN (SELECT unnest(ARRAY[id, found_during]) FROM task WHERE id = (details ->> 'task')::uuid)), 0);
BEGIN
    INSERT INTO trigger_run (id, trigger, cause, data, due_at, state, reason, depth)
    SELECT time_ordered_id(), t.id, 'event', jsonb_build_object('event', happened) || details, clock_timestamp(),
        CASE WHEN links > 5 OR queue.full OR hour.full THEN 'skipped' ELSE 'waiting' END,
        CASE WHEN links > 5 THEN 'The event comes from a chain of five triggers.' WHEN queue.full THEN '100 runs are waiting.'
            WHEN hour.full THEN 'Events have run it 100 times within an hour.' END,
        links
    FROM trigger t CROSS JOIN LATERAL (
        SELECT count(*) >= 100 AS full FROM trigger_run WHERE trigger = t.id AND state = 'waiting') queue
    CROSS JOIN LATERAL (
        SELECT count(*) >= 100 AS full FROM trigger_run
        WHERE trigger = t.id AND cause = 'event' AND state <> 'skipped' AND created_at > clock_timestamp() - interval '1 hour') hour
    WHERE t.enabled AND happened = ANY (t.events) AND (t.project IS NULL OR t.project::text = details ->> 'project')
        AND NOT EXISTS (SELECT FROM trigger_run own WHERE own.trigger = t.id AND own.task = (details ->> 'task')::uuid);
END $$;

-- Outbox rule (V9), wake rule (V17) and trigger rule.
CREATE OR REPLACE FUNCTION announce(happened text, about text, details jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- The lock makes a webhook that is removed at this moment disappear from the result.
    INSERT INTO webhook_delivery (id, webhook, event, subject, data, occurred_at, next_attempt_at)
    SELECT gen_random_uuid(), id, happened, about, jsonb_strip_nulls(details), now(), now()
    FROM webhook WHERE enabled AND happened = ANY (events) FOR KEY SHARE;
    IF FOUND THEN
        PERFORM pg_notify('yardmaster_webhooks', '');
    END IF;
    PERFORM wake_for(happened, jsonb_strip_nulls(details));
    PERFORM run_triggers(happened, jsonb_strip_nulls(details));
END $$;
