-- Worktrees: each task of a project works in a directory and on a branch of its own.

-- Whether the tasks of the project get worktrees; false for sessions in the work tree of the project itself.
ALTER TABLE project ADD COLUMN worktrees boolean NOT NULL DEFAULT true;

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
