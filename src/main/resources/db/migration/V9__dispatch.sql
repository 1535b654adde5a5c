-- The pause that somebody has ordered by hand: one row, or none.
CREATE TABLE dispatch_pause (
    sole   boolean PRIMARY KEY DEFAULT true CHECK (sole),
    until  timestamptz,
    reason text,
    since  timestamptz NOT NULL
);
CREATE TRIGGER pause_wakes AFTER INSERT OR UPDATE OR DELETE ON dispatch_pause
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();

-- The services that share this database, and when each was last heard of.
CREATE TABLE replica (
    instance uuid PRIMARY KEY,
    address  text NOT NULL,
    seen_at  timestamptz NOT NULL
);

-- Who dispatches: one of them, as long as it says so in time.
CREATE TABLE lease (
    name   text PRIMARY KEY,
    holder uuid NOT NULL,
    until  timestamptz NOT NULL
);

-- When the model answered for the first time, which tells that it takes work.
ALTER TABLE session ADD COLUMN answered_at timestamptz;
CREATE INDEX session_executable ON session (executable, started_at);

ALTER TABLE task
    -- Times in a row that the provider was in trouble, which is no failure of the task.
    ADD COLUMN troubles integer NOT NULL DEFAULT 0,
    -- Attempts that the cap over all of them does not count, since the task was opened again after them.
    ADD COLUMN forgiven integer NOT NULL DEFAULT 0;

-- A task that is claimed or that ends gives the dispatcher nothing to do, but for those that wait for it, which are updated then.
DROP TRIGGER task_wakes ON task;
CREATE TRIGGER task_wakes AFTER INSERT OR UPDATE OF state, scheduled_for, held, blockers, effective_priority, role, reserved_for, project,
    requires ON task
    FOR EACH ROW WHEN (NEW.state = 'open') EXECUTE FUNCTION wake_dispatcher();

-- What a project says of providers, models and the chain decides what its tasks run on.
CREATE TRIGGER project_wakes AFTER UPDATE ON project
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
