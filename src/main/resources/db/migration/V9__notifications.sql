-- Notifications: the webhooks that users have set up, and the outbox of what is sent to them.

-- A row is a receiver of notifications.
CREATE TABLE webhook (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE,
    url        text NOT NULL,
    events     text[] NOT NULL,
    format     text NOT NULL CHECK (format IN ('json', 'slack')),
    -- The secret that signs deliveries, encrypted.
    secret     text NOT NULL,
    enabled    boolean NOT NULL,
    created_at timestamptz NOT NULL
);

-- A row is a notification for one webhook. It is written in the transaction of the change that it reports.
CREATE TABLE webhook_delivery (
    id               uuid PRIMARY KEY,
    webhook          uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    -- Deliveries about one subject are sent in the order of their positions.
    position         bigint GENERATED ALWAYS AS IDENTITY,
    event            text NOT NULL,
    subject          text NOT NULL,
    data             jsonb NOT NULL,
    occurred_at      timestamptz NOT NULL,
    state            text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'given-up')),
    attempts         integer NOT NULL DEFAULT 0,
    first_attempt_at timestamptz,
    -- When the next attempt is due. During an attempt: when the attempt counts as lost.
    next_attempt_at  timestamptz NOT NULL,
    -- Whether an attempt is going on, unless it counts as lost.
    claimed          boolean NOT NULL DEFAULT false,
    -- The result of the last attempt.
    status           integer,
    error            text,
    ended_at         timestamptz
);
CREATE INDEX webhook_delivery_pending ON webhook_delivery (webhook, subject, position) WHERE state = 'pending';
CREATE INDEX webhook_delivery_history ON webhook_delivery (webhook, position);
CREATE INDEX webhook_delivery_ended ON webhook_delivery (ended_at) WHERE state <> 'pending';

-- A row is an event that happens because time passes, such as the end of a limit.
CREATE TABLE timed_event (
    key     text PRIMARY KEY,
    due     timestamptz NOT NULL,
    event   text NOT NULL,
    subject text NOT NULL,
    data    jsonb NOT NULL
);
CREATE INDEX timed_event_due ON timed_event (due);

-- A row is a state that was announced, such as an exhausted budget, until it ends.
CREATE TABLE announced_state (
    key   text PRIMARY KEY,
    until timestamptz NOT NULL
);

-- Outbox rule: every change that is an event adds a delivery for each enabled webhook that wants the event, in the same transaction.
CREATE FUNCTION announce(happened text, about text, details jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- The lock makes a webhook that is removed at this moment disappear from the result.
    INSERT INTO webhook_delivery (id, webhook, event, subject, data, occurred_at, next_attempt_at)
    SELECT gen_random_uuid(), id, happened, about, jsonb_strip_nulls(details), now(), now()
    FROM webhook WHERE enabled AND happened = ANY (events) FOR KEY SHARE;
    IF FOUND THEN
        PERFORM pg_notify('yardmaster_webhooks', '');
    END IF;
END $$;

CREATE FUNCTION utc_text(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- Outbox rule, for tasks.
CREATE FUNCTION announce_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce('task.' || NEW.state, 'tasks/' || NEW.id, jsonb_build_object(
        'task', NEW.id, 'title', NEW.title, 'state', NEW.state, 'reason', NEW.reason, 'attempts', NEW.attempts,
        'project', NEW.project, 'plan', NEW.plan));
    RETURN NULL;
END $$;
CREATE TRIGGER task_announce AFTER UPDATE OF state ON task
    FOR EACH ROW WHEN (NEW.state <> OLD.state AND NEW.state IN ('done', 'failed', 'review')) EXECUTE FUNCTION announce_task();

-- Outbox rule, for limits. A report that replaces a limit in force only moves the end of the limit.
CREATE FUNCTION announce_limit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about text := 'limits/' || NEW.executable || '/' || NEW.model_scope || '/' || NEW.window_name;
    details jsonb := jsonb_build_object('executable', NEW.executable, 'provider', NEW.provider, 'model', NEW.model_scope,
        'window', NEW.window_name, 'until', utc_text(NEW.blocked_until));
BEGIN
    IF TG_OP = 'INSERT' AND NEW.cleared_at IS NULL AND NEW.blocked_until > now() THEN
        INSERT INTO timed_event (key, due, event, subject, data)
        VALUES ('limit/' || NEW.id, NEW.blocked_until, 'limit.over', about, details);
        -- The replaced row was cleared in this transaction.
        IF NOT EXISTS (
            SELECT FROM limit_entry
            WHERE executable = NEW.executable AND model_scope = NEW.model_scope AND window_name = NEW.window_name
                AND id <> NEW.id AND cleared_at = now() AND blocked_until > now()) THEN
            PERFORM announce('limit.hit', about, details);
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        DELETE FROM timed_event WHERE key = 'limit/' || NEW.id;
        IF FOUND AND NOT EXISTS (
            SELECT FROM limit_entry
            WHERE executable = NEW.executable AND model_scope = NEW.model_scope AND window_name = NEW.window_name
                AND cleared_at IS NULL AND blocked_until > now()) THEN
            PERFORM announce('limit.over', about, details);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER limit_announce AFTER INSERT ON limit_entry FOR EACH ROW EXECUTE FUNCTION announce_limit();
-- Deferred, because the row that replaces a cleared one is added later in the same transaction.
CREATE CONSTRAINT TRIGGER limit_announce_end AFTER UPDATE ON limit_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.cleared_at IS NULL AND NEW.cleared_at IS NOT NULL) EXECUTE FUNCTION announce_limit();

-- Outbox rule, for the pause. A pause that has ended by itself was announced then.
CREATE FUNCTION announce_pause() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_timed boolean;
BEGIN
    DELETE FROM timed_event WHERE key = 'pause';
    was_timed := FOUND;
    IF TG_OP = 'DELETE' THEN
        IF was_timed OR OLD.until IS NULL THEN
            PERFORM announce('dispatcher.resumed', 'dispatcher', '{}');
        END IF;
        RETURN NULL;
    END IF;
    PERFORM announce('dispatcher.paused', 'dispatcher', jsonb_build_object('until', utc_text(NEW.until), 'reason', NEW.reason));
    IF NEW.until IS NOT NULL THEN
        INSERT INTO timed_event (key, due, event, subject, data) VALUES ('pause', NEW.until, 'dispatcher.resumed', 'dispatcher', '{}');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER pause_announce AFTER INSERT OR UPDATE OR DELETE ON dispatch_pause FOR EACH ROW EXECUTE FUNCTION announce_pause();

-- Outbox rule, for a state that lasts until a time: it is announced once.
CREATE FUNCTION announce_once(state text, lasting_until timestamptz, happened text, about text, details jsonb) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM announced_state WHERE until <= now();
    INSERT INTO announced_state (key, until) VALUES (state, lasting_until) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM announce(happened, about, details);
    END IF;
END $$;

-- Outbox rule, for the events that have become due.
CREATE FUNCTION announce_due_events() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    past timed_event;
BEGIN
    FOR past IN DELETE FROM timed_event WHERE due <= now() RETURNING * LOOP
        PERFORM announce(past.event, past.subject, past.data);
    END LOOP;
END $$;

-- A removed budget is announced no longer. The key of its states contains its id.
CREATE FUNCTION forget_budget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM announced_state WHERE key LIKE 'budget.% ' || OLD.id || ' %';
    RETURN NULL;
END $$;
CREATE TRIGGER budget_forget AFTER DELETE ON budget FOR EACH ROW EXECUTE FUNCTION forget_budget();
