-- The feed of changes, and the activity: who did what.

-- Change rule: every change of a thing that the API shows sends a notification, which each service turns into an event of /api/changes. Its
--     payload is a JSON object with the kind and the id of the thing, and its name and state if the row has them. PostgreSQL sends equal
--     notifications of one transaction once.

CREATE FUNCTION notify_change(kind text, id text, name text, state text, deleted boolean) RETURNS void LANGUAGE sql AS $$
    SELECT pg_notify('yardmaster_change', json_strip_nulls(json_build_object(
        'kind', kind, 'id', id, 'name', left(name, 200), 'state', state, 'deleted', nullif(deleted, false)))::text)
$$;

-- For the tables of what people configure: their rows are small. The argument is the kind.
CREATE FUNCTION notify_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    PERFORM notify_change(TG_ARGV[0], coalesce(changed ->> 'id', changed ->> 'name', TG_ARGV[0]), changed ->> 'name',
        changed ->> 'state', TG_OP = 'DELETE');
    RETURN NULL;
END $$;
CREATE TRIGGER project_change AFTER INSERT OR UPDATE OR DELETE ON project
    FOR EACH ROW EXECUTE FUNCTION notify_row_changed('project');
CREATE TRIGGER agent_change AFTER INSERT OR UPDATE OR DELETE ON agent
    FOR EACH ROW EXECUTE FUNCTION notify_row_changed('agent');
CREATE TRIGGER settings_change AFTER INSERT OR UPDATE ON settings
    FOR EACH ROW EXECUTE FUNCTION notify_row_changed('settings');
CREATE TRIGGER executable_change AFTER INSERT OR UPDATE OR DELETE ON executable
    FOR EACH ROW EXECUTE FUNCTION notify_row_changed('executable');
CREATE TRIGGER plan_change AFTER INSERT OR UPDATE OR DELETE ON plan
    FOR EACH ROW EXECUTE FUNCTION notify_row_changed('plan');
CREATE TRIGGER pool_change AFTER INSERT OR UPDATE OR DELETE ON pool
    FOR EACH ROW EXECUTE FUNCTION notify_row_changed('pool');

CREATE FUNCTION notify_limit_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed limit_entry := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM notify_change('limit', changed.id::text, changed.executable, NULL, TG_OP = 'DELETE');
    RETURN NULL;
END $$;
CREATE TRIGGER limit_change AFTER INSERT OR UPDATE OR DELETE ON limit_entry
    FOR EACH ROW EXECUTE FUNCTION notify_limit_changed();

-- The id of a budget is that of its owner, with its period unless that is a day.
CREATE FUNCTION notify_budget_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed budget := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    owner text := coalesce(changed.agent::text, changed.provider, changed.project::text, changed.plan::text, 'workspace')
        || CASE changed.period WHEN 'day' THEN '' ELSE '?period=' || changed.period END;
BEGIN
    PERFORM notify_change('budget', owner, owner, NULL, TG_OP = 'DELETE');
    RETURN NULL;
END $$;
CREATE TRIGGER budget_change AFTER INSERT OR UPDATE OR DELETE ON budget
    FOR EACH ROW EXECUTE FUNCTION notify_budget_changed();

-- A plan shows how many of its tasks are in each state.
CREATE FUNCTION notify_task_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed task := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM notify_change('task', changed.id::text, NULL, changed.state, TG_OP = 'DELETE');
    IF changed.plan IS NOT NULL THEN
        PERFORM notify_change('plan', changed.plan::text, NULL, NULL, false);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.plan IS DISTINCT FROM NEW.plan AND OLD.plan IS NOT NULL THEN
        PERFORM notify_change('plan', OLD.plan::text, NULL, NULL, false);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER task_change AFTER INSERT OR UPDATE OR DELETE ON task
    FOR EACH ROW EXECUTE FUNCTION notify_task_changed();

CREATE FUNCTION notify_session_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed session := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM notify_change('session', changed.id::text, NULL, changed.state, TG_OP = 'DELETE');
    RETURN NULL;
END $$;
CREATE TRIGGER session_change AFTER INSERT OR DELETE ON session
    FOR EACH ROW EXECUTE FUNCTION notify_session_changed();
-- The usage of a running session changes often, and its stream of events shows that.
CREATE TRIGGER session_change_of_state AFTER UPDATE ON session
    FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.idle_since IS DISTINCT FROM NEW.idle_since) EXECUTE FUNCTION notify_session_changed();

-- An agent shows its running session.
CREATE FUNCTION notify_agent_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM notify_change('agent', NEW.agent::text, NEW.agent_name, NULL, false);
    RETURN NULL;
END $$;
CREATE TRIGGER session_change_of_agent AFTER INSERT OR UPDATE OF state, ended_at ON session
    FOR EACH ROW EXECUTE FUNCTION notify_agent_of_session();

-- A pool shows its occupied slots.
CREATE FUNCTION notify_pool_of_slot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM notify_change('pool', CASE TG_OP WHEN 'DELETE' THEN OLD.pool ELSE NEW.pool END::text, NULL, NULL, false);
    RETURN NULL;
END $$;
CREATE TRIGGER pool_slot_change AFTER INSERT OR UPDATE OR DELETE ON pool_slot
    FOR EACH ROW EXECUTE FUNCTION notify_pool_of_slot();

-- The dispatcher: its pause, and the service that dispatches.
CREATE FUNCTION notify_dispatcher_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM notify_change('dispatcher', 'dispatcher', NULL, NULL, false);
    RETURN NULL;
END $$;
CREATE TRIGGER pause_change AFTER INSERT OR UPDATE OR DELETE ON dispatch_pause
    FOR EACH STATEMENT EXECUTE FUNCTION notify_dispatcher_changed();
CREATE TRIGGER lease_change AFTER INSERT OR DELETE ON lease
    FOR EACH STATEMENT EXECUTE FUNCTION notify_dispatcher_changed();
-- The holder renews its lease every few seconds.
CREATE TRIGGER lease_change_of_holder AFTER UPDATE ON lease
    FOR EACH ROW WHEN (OLD.holder <> NEW.holder) EXECUTE FUNCTION notify_dispatcher_changed();

-- A row is an entry of the activity: who did what, when, to which thing. Ids are UUIDs of version 7, so they order entries by time.
CREATE TABLE activity (
    id         uuid PRIMARY KEY,
    at         timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('token', 'agent', 'service', 'unknown')),
    actor      text NOT NULL,
    action     text NOT NULL,
    kind       text,
    thing      text,
    name       text,
    -- The changed fields without secrets.
    before     jsonb,
    after      jsonb,
    address    text,
    -- How often a request was refused within a minute.
    count      integer NOT NULL DEFAULT 1
);
CREATE INDEX activity_actor ON activity (actor, id);
CREATE INDEX activity_action ON activity (action, id);
CREATE INDEX activity_kind ON activity (kind, id);
CREATE INDEX activity_thing ON activity (thing, id) WHERE thing IS NOT NULL;
CREATE INDEX activity_name ON activity (name, id) WHERE name IS NOT NULL;

CREATE FUNCTION notify_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_activity', NEW.id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER activity_notify AFTER INSERT OR UPDATE ON activity
    FOR EACH ROW EXECUTE FUNCTION notify_activity();

-- Activity rule: the service records what requests do. These triggers record what the dispatcher and agents do, in the same transaction.

-- A UUID of version 7 for now: 48 bits of milliseconds before random bits.
CREATE FUNCTION time_ordered_id() RETURNS uuid LANGUAGE sql AS $$
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1),
        'hex')::uuid
$$;

-- A request starts the sessions without a task.
CREATE FUNCTION record_session_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO activity (id, at, actor_kind, actor, action, kind, thing, after)
    VALUES (time_ordered_id(), clock_timestamp(), 'service', 'dispatcher', 'session.start', 'session', NEW.id::text,
        jsonb_strip_nulls(jsonb_build_object('agent', NEW.agent, 'agentName', NEW.agent_name, 'task', NEW.task,
            'executable', NEW.executable, 'model', NEW.model)));
    RETURN NULL;
END $$;
CREATE TRIGGER session_record_start AFTER INSERT ON session
    FOR EACH ROW WHEN (NEW.task IS NOT NULL) EXECUTE FUNCTION record_session_start();

CREATE FUNCTION record_session_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO activity (id, at, actor_kind, actor, action, kind, thing, before, after)
    VALUES (time_ordered_id(), clock_timestamp(), 'agent', NEW.agent_name, 'session.end', 'session', NEW.id::text,
        jsonb_build_object('state', OLD.state),
        jsonb_strip_nulls(jsonb_build_object('state', NEW.state, 'reason', left(NEW.end_reason, 2000), 'task', NEW.task)));
    RETURN NULL;
END $$;
CREATE TRIGGER session_record_end AFTER UPDATE OF ended_at ON session
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION record_session_end();

-- A request reports the limits without a session.
CREATE FUNCTION record_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO activity (id, at, actor_kind, actor, action, kind, thing, name, after)
    VALUES (time_ordered_id(), clock_timestamp(), 'agent',
        coalesce((SELECT agent_name FROM session WHERE id = NEW.session), 'unknown'), 'limit.add', 'limit', NEW.id::text, NEW.executable,
        jsonb_build_object('window', NEW.window_name, 'model', NEW.model_scope, 'until', NEW.blocked_until, 'session', NEW.session));
    RETURN NULL;
END $$;
CREATE TRIGGER limit_record AFTER INSERT ON limit_entry
    FOR EACH ROW WHEN (NEW.session IS NOT NULL) EXECUTE FUNCTION record_limit();
