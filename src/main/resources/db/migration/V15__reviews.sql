-- Reviews: finished work waits in the queue of its project, is tested, and is merged into the base branch.

-- What becomes of the work of finished tasks: none (it stays on its branch), auto (the service merges it), or review (a person approves it first).
ALTER TABLE project ADD COLUMN merge text NOT NULL DEFAULT 'none' CHECK (merge IN ('none', 'auto', 'review'));
-- The longest time of the test command in milliseconds; null for the default.
ALTER TABLE project ADD COLUMN test_timeout_ms bigint;
-- Which stewards review work.
ALTER TABLE project ADD COLUMN review_by text NOT NULL DEFAULT 'any' CHECK (review_by IN ('any', 'other-provider'));

-- How often a review has sent the work back since the task was opened by hand.
ALTER TABLE task ADD COLUMN returns integer NOT NULL DEFAULT 0;

-- An agent can also report that a person should look at its work.
ALTER TABLE task_outcome DROP CONSTRAINT task_outcome_outcome_check;
ALTER TABLE task_outcome ADD CONSTRAINT task_outcome_outcome_check
    CHECK (outcome IN ('done', 'needs_review', 'nothing_to_do', 'handed_off'));

-- A row is the review of what a task has done, from the end of a session until the work is merged or sent back. Ids are UUIDs of version 7, so
-- they order the queue.
CREATE TABLE review (
    id            uuid PRIMARY KEY,
    task          uuid NOT NULL REFERENCES task ON DELETE CASCADE,
    project       uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    -- The session that finished the work.
    session       uuid,
    -- The agent that did the work, and the provider that it ran on.
    author        text NOT NULL,
    provider      text,
    -- new: the service looks at what has changed; waiting: for an approval; approved: for its turn; merging: it is merged and tested;
    -- merged; unchanged: there was nothing to merge; rejected: sent back; withdrawn: the task was completed, cancelled or reopened by hand.
    state         text NOT NULL DEFAULT 'new' CHECK (
        state IN ('new', 'waiting', 'approved', 'merging', 'merged', 'unchanged', 'rejected', 'withdrawn')),
    -- Whether the agent has asked for a person.
    person_wanted boolean NOT NULL DEFAULT false,
    base_branch   text,
    -- The commit of the base branch from which the work parted, and the commit that has the work; null until the service has looked at it.
    fork          text,
    head          text,
    -- What the work has changed.
    files         integer,
    insertions    integer,
    deletions     integer,
    -- The squash commit that is tested, and becomes the tip of the base branch.
    commit        text,
    -- Who has approved or rejected it: the name of a token or of an agent, or the service.
    decided_by    text,
    -- The agent that judges it, and the task in which it does so; null if a person decides, or if the work needs no approval.
    steward       text,
    steward_task  uuid,
    -- Why it was rejected, or the comment of the approval.
    reason        text,
    -- Why it is not merged yet, and when the service tries again; null if nothing is wrong.
    problem       text,
    retry_at      timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    ended_at      timestamptz,
    CHECK ((ended_at IS NOT NULL) = (state IN ('merged', 'unchanged', 'rejected', 'withdrawn')))
);
-- A task has at most one review that has not ended.
CREATE UNIQUE INDEX review_active ON review (task) WHERE ended_at IS NULL;
CREATE INDEX review_task ON review (task, id);
CREATE INDEX review_steward_task ON review (steward_task) WHERE steward_task IS NOT NULL;
CREATE INDEX review_project ON review (project, state, id);
CREATE INDEX review_state ON review (state, id);

-- A row is one run of the test command: the evidence for a commit.
CREATE TABLE review_test (
    id          uuid PRIMARY KEY,
    review      uuid NOT NULL REFERENCES review ON DELETE CASCADE,
    -- The commit that was tested.
    commit      text NOT NULL,
    command     text NOT NULL,
    -- Null if the command was stopped.
    exit_code   integer,
    -- Whether it was stopped because it did not end in time.
    timed_out   boolean NOT NULL,
    started_at  timestamptz NOT NULL,
    duration_ms bigint NOT NULL,
    -- The standard output and the standard error; the middle of a long one is left out.
    output      text NOT NULL
);
CREATE INDEX review_test_review ON review_test (review, id);

-- A row is the last test of the base branch of a project without any work. It runs after the test of work has failed, to see which of both is red.
CREATE TABLE base_test (
    project   uuid PRIMARY KEY REFERENCES project ON DELETE CASCADE,
    -- The commit that was tested.
    commit    text NOT NULL,
    command   text NOT NULL,
    -- Whether the command has succeeded.
    green     boolean NOT NULL,
    tested_at timestamptz NOT NULL DEFAULT now()
);

-- A row is the right of one service to merge into the base branch of a project.
CREATE TABLE merge_lease (
    project uuid PRIMARY KEY REFERENCES project ON DELETE CASCADE,
    -- The installation that merges.
    holder  uuid NOT NULL,
    until   timestamptz NOT NULL
);

-- Change rule (V8), and the services that merge are notified of what they have to do.
CREATE FUNCTION notify_review_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed review := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM notify_change('review', changed.id::text, NULL, changed.state, TG_OP = 'DELETE');
    -- People have to look at some of them.
    PERFORM notify_change('need', 'review:' || changed.id, NULL, NULL, false);
    IF TG_OP <> 'DELETE' AND changed.ended_at IS NULL THEN
        PERFORM pg_notify('yardmaster_review', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER review_change AFTER INSERT OR DELETE ON review
    FOR EACH ROW EXECUTE FUNCTION notify_review_changed();
CREATE TRIGGER review_change_of_state AFTER UPDATE ON review
    FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.problem IS DISTINCT FROM NEW.problem OR OLD.retry_at IS DISTINCT FROM NEW.retry_at)
    EXECUTE FUNCTION notify_review_changed();

-- Review rule: a review is active only while its task is in review. Whoever ends a review does so before the task leaves that state; otherwise
-- somebody else has moved the task.
CREATE FUNCTION withdraw_review_of_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE review SET state = 'withdrawn', problem = NULL, retry_at = NULL, updated_at = now(), ended_at = now()
    WHERE task = NEW.id AND ended_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER task_withdraw_review AFTER UPDATE OF state ON task
    FOR EACH ROW WHEN (OLD.state = 'review' AND NEW.state <> 'review') EXECUTE FUNCTION withdraw_review_of_task();

-- Steward rule: a steward that ends its task without a decision leaves the decision to a person.
CREATE FUNCTION release_review_of_steward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE review SET steward = NULL, problem = 'The steward ' || steward || ' has not decided. A person has to approve or reject the work.',
        updated_at = now()
    WHERE steward_task = NEW.id AND state = 'waiting' AND steward IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER task_release_review AFTER UPDATE OF state ON task
    FOR EACH ROW WHEN (NEW.role = 'steward' AND NEW.state IN ('done', 'review', 'failed', 'cancelled') AND OLD.state <> NEW.state)
    EXECUTE FUNCTION release_review_of_steward();

-- The task of a steward that has not started is not needed any more when somebody else has decided.
CREATE FUNCTION cancel_task_of_steward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE task SET state = 'cancelled', reason = 'The review does not need it any more.', updated_at = now()
    WHERE id = NEW.steward_task AND state = 'open';
    RETURN NULL;
END $$;
CREATE TRIGGER review_cancel_steward AFTER UPDATE OF state ON review
    FOR EACH ROW WHEN (OLD.state = 'waiting' AND NEW.state <> 'waiting' AND NEW.steward_task IS NOT NULL)
    EXECUTE FUNCTION cancel_task_of_steward();

-- Activity rule (V8): requests record what people decide. This records what the service does.
CREATE FUNCTION record_review_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO activity (id, at, actor_kind, actor, action, kind, thing, before, after)
    VALUES (time_ordered_id(), clock_timestamp(), 'service', 'merge queue',
        'review.' || CASE NEW.state WHEN 'merged' THEN 'merge' WHEN 'rejected' THEN 'reject' ELSE 'end' END, 'review', NEW.id::text,
        jsonb_build_object('state', OLD.state),
        jsonb_strip_nulls(jsonb_build_object('state', NEW.state, 'task', NEW.task, 'commit', NEW.commit, 'reason', left(NEW.reason, 2000))));
    RETURN NULL;
END $$;
CREATE TRIGGER review_record_end AFTER UPDATE OF state ON review
    FOR EACH ROW WHEN (OLD.state IN ('new', 'approved', 'merging') AND NEW.state IN ('merged', 'unchanged', 'rejected'))
    EXECUTE FUNCTION record_review_end();
