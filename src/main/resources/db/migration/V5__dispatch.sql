-- The dispatcher: its pause, the services that share the database, and what wakes it.

-- The row, if it exists, is the pause that a person ordered. At most one row.
CREATE TABLE dispatch_pause (
    sole   boolean PRIMARY KEY DEFAULT true CHECK (sole),
    until  timestamptz,
    reason text,
    since  timestamptz NOT NULL
);

-- A row is a service that shares this database, with the time of its last heartbeat.
CREATE TABLE replica (
    instance uuid PRIMARY KEY,
    address  text NOT NULL,
    seen_at  timestamptz NOT NULL
);

-- A row is a lease: until it expires, only its holder does the named work, such as dispatching.
CREATE TABLE lease (
    name   text PRIMARY KEY,
    holder uuid NOT NULL,
    until  timestamptz NOT NULL
);

-- Wake rule: every change that can let the dispatcher start something sends a notification, including changes by triggers.
CREATE FUNCTION wake_dispatcher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_dispatch', '');
    RETURN NULL;
END $$;
-- A task that leaves the open state lets nothing start, except for the tasks that depend on it, and triggers update those.
CREATE TRIGGER task_wake_dispatcher
    AFTER INSERT OR UPDATE OF state, scheduled_for, held, blockers, effective_priority, role, reserved_for, project, requires ON task
    FOR EACH ROW WHEN (NEW.state = 'open') EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER session_wake_dispatcher AFTER UPDATE OF ended_at ON session
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER agent_wake_dispatcher AFTER INSERT OR UPDATE ON agent
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
-- The providers, models and fallback chain of a project decide what its tasks run on.
CREATE TRIGGER project_wake_dispatcher AFTER UPDATE ON project
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER limit_wake_dispatcher AFTER INSERT OR UPDATE OR DELETE ON limit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER pool_wake_dispatcher AFTER INSERT OR UPDATE OR DELETE ON pool
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER pool_slot_wake_dispatcher AFTER DELETE ON pool_slot
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER budget_wake_dispatcher AFTER INSERT OR UPDATE OR DELETE ON budget
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER pause_wake_dispatcher AFTER INSERT OR UPDATE OR DELETE ON dispatch_pause
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
