-- Worktrees: each task of a project works in a directory and on a branch of its own.

-- Whether the tasks of the project get worktrees; false for sessions in the work tree of the project itself.
ALTER TABLE project ADD COLUMN worktrees boolean NOT NULL DEFAULT true;

-- What runs in each new worktree of the project, and before its directory is removed.
ALTER TABLE project ADD COLUMN setup_command text;
ALTER TABLE project ADD COLUMN teardown_command text;

-- The worktree of a task. A row outlives its task until the directory is removed, so that no directory is forgotten. The checkpoints are
-- in the repository, as refs/yardmaster/<task>/<number>.
CREATE TABLE worktree (
    -- The id of the task.
    id           uuid PRIMARY KEY,
    project      uuid NOT NULL,
    -- The installation whose sessions worked in the directory last; it removes the directory.
    instance     uuid NOT NULL,
    -- The work tree of the project when the worktree was made.
    repository   text NOT NULL,
    path         text NOT NULL,
    branch       text NOT NULL,
    base_branch  text NOT NULL,
    -- The commit that the branch started from; null until the worktree was made.
    base         text,
    -- The commit that was checked out at the last checkpoint.
    head         text,
    -- The number of the last checkpoint; 0 is the base.
    checkpoint   integer NOT NULL DEFAULT 0,
    -- creating: no session has worked in it yet; present; removing; removed.
    state        text NOT NULL DEFAULT 'creating' CHECK (state IN ('creating', 'present', 'removing', 'removed')),
    -- Whether the set-up command of the project has succeeded in the directory.
    set_up       boolean NOT NULL DEFAULT false,
    -- The first of the ports that only the task uses on the machine of the installation.
    port_base    integer,
    -- Why the last checkpoint, or the removal, did not succeed.
    problem      text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (instance, path)
);
CREATE INDEX worktree_project ON worktree (project, id);
CREATE INDEX worktree_kept ON worktree (instance, id) WHERE state <> 'removed';

CREATE TRIGGER worktree_change AFTER INSERT OR UPDATE OR DELETE ON worktree
    FOR EACH ROW EXECUTE FUNCTION notify_row_changed('worktree');

CREATE INDEX worktree_ports ON worktree (instance, port_base) WHERE port_base IS NOT NULL;

-- Leases ports to a worktree: those that it has, if they are in the range; else those that no worktree of the installation has; else those of a
-- task that was done, cancelled or deleted. Null if tasks that have not ended have all ports.
CREATE FUNCTION lease_worktree_ports(wanted uuid, first_port integer, last_port integer, ports integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    owner  uuid;
    leased integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('worktree_ports', 0));
    SELECT instance, port_base INTO owner, leased FROM worktree WHERE id = wanted;
    IF leased BETWEEN first_port AND last_port - ports + 1 AND (leased - first_port) % ports = 0 THEN
        RETURN leased;
    END IF;
    SELECT candidate INTO leased FROM generate_series(first_port, last_port - ports + 1, ports) candidate
    LEFT JOIN LATERAL (
        SELECT bool_or(t.state NOT IN ('done', 'cancelled')) AS open FROM worktree w LEFT JOIN task t ON t.id = w.id
        WHERE w.instance = owner AND w.port_base BETWEEN candidate - ports + 1 AND candidate + ports - 1 AND w.id <> wanted
        HAVING count(*) > 0) holder ON true
    WHERE holder.open IS NOT TRUE
    ORDER BY holder.open IS NULL DESC, candidate LIMIT 1;
    UPDATE worktree SET port_base = NULL
    WHERE instance = owner AND port_base BETWEEN leased - ports + 1 AND leased + ports - 1 AND id <> wanted;
    UPDATE worktree SET port_base = leased WHERE id = wanted;
    RETURN leased;
END $$;
