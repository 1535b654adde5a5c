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

-- The id of a budget is that of its agent or provider.
CREATE FUNCTION notify_budget_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed budget := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    owner text := coalesce(changed.agent::text, changed.provider, 'workspace');
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
BEGIN
    PERFORM notify_change('session', NEW.id::text, NULL, NEW.state, false);
    RETURN NULL;
END $$;
CREATE TRIGGER session_change AFTER INSERT OR UPDATE ON session
    FOR EACH ROW EXECUTE FUNCTION notify_session_changed();

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
