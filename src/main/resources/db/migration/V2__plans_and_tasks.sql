-- Plans, tasks and their dependencies, and the triggers that keep the derived columns of tasks.

-- A row is a plan: a named group of tasks. Tasks of a draft plan do not start.
CREATE TABLE plan (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE,
    state      text NOT NULL CHECK (state IN ('draft', 'active', 'cancelled')),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- A row is a task queue: one distinct combination of what tasks require of their agent. The dispatcher reads one row per combination,
-- however many tasks wait in it.
CREATE TABLE task_queue (
    id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- SHA-256 of the combination, because fifty tags are too long for an index.
    demand       bytea NOT NULL UNIQUE,
    role         text NOT NULL,
    reserved_for uuid REFERENCES agent ON DELETE CASCADE,
    project      uuid REFERENCES project ON DELETE CASCADE,
    requires     text[] NOT NULL,
    -- What the sessions of its tasks run on; null for what the agent runs on.
    provider     text,
    executable   text,
    model        text
);
CREATE INDEX task_queue_reserved_for ON task_queue (reserved_for) WHERE reserved_for IS NOT NULL;
CREATE INDEX task_queue_project ON task_queue (project) WHERE project IS NOT NULL;

-- A row is a task: a prompt that an agent works on, in as many attempts as it needs.
CREATE TABLE task (
    id                 uuid PRIMARY KEY,
    title              text NOT NULL,
    prompt             text NOT NULL,
    priority           smallint NOT NULL CHECK (priority BETWEEN 1 AND 5),
    role               text NOT NULL CHECK (role IN ('director', 'worker', 'steward')),
    -- The only agent that may get the task; null for any agent of the role.
    reserved_for       uuid REFERENCES agent ON DELETE RESTRICT,
    -- The tags that the agent must have.
    requires           text[] NOT NULL DEFAULT '{}',
    -- Labels by which people find the task.
    tags               text[] NOT NULL DEFAULT '{}',
    project            uuid REFERENCES project ON DELETE RESTRICT,
    -- When the work is done, for the agent; it is added to the prompt.
    acceptance         text,
    -- What its sessions run on; null for what the agent runs on.
    provider           text,
    executable         text,
    model              text,
    -- The longest duration of a session in milliseconds, and the number of failures after which the task fails; null for the defaults.
    timeout_ms         bigint,
    max_failures       integer,
    plan               uuid REFERENCES plan ON DELETE RESTRICT,
    state              text NOT NULL CHECK (state IN ('open', 'running', 'review', 'done', 'failed', 'cancelled')),
    scheduled_for      timestamptz,
    assignee           uuid REFERENCES agent ON DELETE SET NULL,
    session            uuid,
    attempts           integer NOT NULL DEFAULT 0,
    -- Attempts that failed; the retry cap counts them. A stopped, limited or lost attempt is no failure of the task.
    failures           integer NOT NULL DEFAULT 0,
    -- Consecutive attempts that ended because of a transient fault of the provider, which is no failure of the task.
    troubles           integer NOT NULL DEFAULT 0,
    -- Attempts that the cap on all attempts does not count, because the task was reopened after them.
    forgiven           integer NOT NULL DEFAULT 0,
    -- Whether the running session is being stopped, because the task was cancelled.
    cancelling         boolean NOT NULL DEFAULT false,
    result             text,
    reason             text,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    -- Derived columns. Only the triggers below write them.
    started_at         timestamptz,
    ended_at           timestamptz,
    queue              integer NOT NULL REFERENCES task_queue,
    held               boolean NOT NULL DEFAULT false,
    blockers           integer NOT NULL DEFAULT 0,
    effective_priority smallint NOT NULL
);
-- The lists of tasks. A list without a state, or with several, merges the first rows of each state, because otherwise a list of open tasks
-- would read all the tasks before them that are done.
CREATE INDEX task_state ON task (state, id);
CREATE INDEX task_priority ON task (state, priority, id);
CREATE INDEX task_state_ended ON task (state, ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX task_reserved_for ON task (reserved_for, state, id) WHERE reserved_for IS NOT NULL;
CREATE INDEX task_assignee ON task (assignee, state, id) WHERE assignee IS NOT NULL;
CREATE INDEX task_project ON task (project, state, id) WHERE project IS NOT NULL;
CREATE INDEX task_plan ON task (plan, state, id) WHERE plan IS NOT NULL;
CREATE INDEX task_provider ON task (provider, id) WHERE provider IS NOT NULL;
CREATE INDEX task_model ON task (model, id) WHERE model IS NOT NULL;
-- The next tasks of a queue.
CREATE INDEX task_ready ON task (queue, effective_priority, created_at, id)
    WHERE state = 'open' AND blockers = 0 AND NOT held AND scheduled_for IS NULL;
-- The scheduled tasks that are due.
CREATE INDEX task_scheduled ON task (scheduled_for) WHERE state = 'open' AND scheduled_for IS NOT NULL;
-- The task of a running session.
CREATE INDEX task_running ON task (session) WHERE state = 'running';
-- The tasks whose sessions are being stopped.
CREATE INDEX task_cancelling ON task (session) WHERE cancelling;
-- The tasks that ended first.
CREATE INDEX task_ended ON task (ended_at, id) WHERE ended_at IS NOT NULL;

-- A row is a tag of a task. Its index lists the tasks of a tag in their order, also if the tag was used long ago only.
CREATE TABLE task_tag (
    tag  text NOT NULL,
    task uuid NOT NULL REFERENCES task ON DELETE CASCADE,
    PRIMARY KEY (tag, task)
);
CREATE INDEX task_tag_task ON task_tag (task);

-- A row has the words of a task's title and prompt, for searches. This is a table of its own, because PostgreSQL writes the entries of a row
-- in its indexes again whenever the state of the row changes.
CREATE TABLE task_search (
    task  uuid PRIMARY KEY REFERENCES task ON DELETE CASCADE,
    words tsvector NOT NULL
);
CREATE INDEX task_search_words ON task_search USING gin (words);

-- A row is a dependency: task starts only after needs is done.
CREATE TABLE dependency (
    task  uuid NOT NULL REFERENCES task ON DELETE CASCADE,
    needs uuid NOT NULL REFERENCES task ON DELETE RESTRICT,
    PRIMARY KEY (task, needs),
    CHECK (task <> needs)
);
CREATE INDEX dependency_needs ON dependency (needs);

-- The rules that the triggers below keep. Each holds at the end of every statement that changes tasks, plans or dependencies.
--
-- Queue rule: tasks that require the same of their agent (role, reserved agent, project, tags) and run on the same (provider,
--     executable, model) are in the same task queue (task.queue).
-- Draft rule: a task is held (task.held) exactly while its plan is a draft. A cancelled plan accepts no task (error YP001).
-- Blocker rule: task.blockers is the number of tasks that the task depends on and that are not done. A task with a blocker does not
--     start.
-- Priority rule: task.effective_priority is the most urgent (smallest) priority among the task's own and the effective priorities of
--     the waiting tasks that depend on it. A waiting task is open, running or in review, and not held. The value of a task that is
--     done means nothing.
-- Cancel rule: when the session of a cancelled task ends, the task becomes cancelled in place of open, failed or in review. It is done if
--     the agent finished it all the same. All services are notified of the session to stop.
-- Search rule: task_tag has the tags of each task, and task_search its words.
-- Time rule: task.started_at is when the first session started. task.ended_at is when the task became done, failed or cancelled; null if it
--     is none of these.
-- Lock rule: a transaction that changes dependencies, or moves a task that has dependencies in either direction, calls
--     lock_task_graph() before it locks any task row. A change of one task spreads to the tasks on both sides of it, and two
--     transactions that meet halfway would deadlock.

-- Lock rule. Held until the transaction ends.
CREATE FUNCTION lock_task_graph() RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('work', 0))
$$;

-- Keeps lock_task_graph() of other transactions waiting until the transaction ends. Several transactions can hold it together.
CREATE FUNCTION lock_task_graph_shared() RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock_shared(hashtextextended('work', 0))
$$;

-- Whether the task depends on others, or others on it.
CREATE FUNCTION has_dependency(of_task uuid) RETURNS boolean LANGUAGE sql SET enable_seqscan = off AS $$
    SELECT EXISTS (SELECT FROM dependency WHERE task = of_task) OR EXISTS (SELECT FROM dependency WHERE needs = of_task)
$$;

-- Priority rule: whether a task in this state passes its priority on to the tasks that it depends on.
CREATE FUNCTION passes_priority_on(state text, held boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT NOT held AND state IN ('open', 'running', 'review')
$$;

-- Queue rule: finds the queue of a combination, or adds it.
CREATE FUNCTION queue_for(of_task task) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    wanted bytea := sha256(convert_to(
        ROW(of_task.role, of_task.reserved_for, of_task.project, of_task.requires, of_task.provider, of_task.executable, of_task.model)::text,
        'UTF8'));
    found integer;
BEGIN
    LOOP
        SELECT id INTO found FROM task_queue WHERE demand = wanted;
        EXIT WHEN found IS NOT NULL;
        -- When several transactions add the same queue at once, one succeeds and the others find its row in the next round.
        INSERT INTO task_queue (demand, role, reserved_for, project, requires, provider, executable, model)
        VALUES (wanted, of_task.role, of_task.reserved_for, of_task.project, of_task.requires, of_task.provider, of_task.executable,
            of_task.model)
        ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN found;
END $$;

-- Queue rule, and the priority rule for a new task, which nothing depends on yet.
CREATE FUNCTION assign_task_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.queue := queue_for(NEW);
    IF TG_OP = 'INSERT' THEN
        NEW.effective_priority := NEW.priority;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER task_assign_queue BEFORE INSERT OR UPDATE OF role, reserved_for, project, requires, provider, executable, model ON task
    FOR EACH ROW EXECUTE FUNCTION assign_task_queue();

-- Search rule: the words of a text in lower case. A word consists of letters and digits. Whatever is not ASCII counts as a letter, so that
-- the words do not depend on the locale of the database.
CREATE FUNCTION search_words(of_text text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT left(word, 64)), '{}')
    FROM regexp_split_to_table(lower(of_text), '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+') word WHERE word <> ''
$$;

-- Search rule: finds the texts that contain each word of the query. Whole words, because PostgreSQL takes every beginning of a word for
-- a frequent one, and would read a million tasks to find one.
CREATE FUNCTION search_query(of_text text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg('''' || word || '''', ' & ')::tsquery FROM unnest(search_words(of_text)) word
$$;

-- Search rule. A tsvector has at most 1 MiB, so only the beginning of a long prompt counts.
CREATE FUNCTION index_words_of_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO task_search (task, words)
    VALUES (NEW.id, array_to_tsvector(search_words(NEW.title || ' ' || left(NEW.prompt, 100000))))
    ON CONFLICT (task) DO UPDATE SET words = excluded.words WHERE task_search.words <> excluded.words;
    RETURN NULL;
END $$;
CREATE TRIGGER task_index_words AFTER INSERT OR UPDATE OF title, prompt ON task
    FOR EACH ROW EXECUTE FUNCTION index_words_of_task();

-- Search rule.
CREATE FUNCTION index_tags_of_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM task_tag WHERE task = NEW.id AND tag <> ALL (NEW.tags);
    END IF;
    INSERT INTO task_tag (tag, task) SELECT tag, NEW.id FROM unnest(NEW.tags) tag ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER task_index_tags AFTER INSERT ON task
    FOR EACH ROW WHEN (NEW.tags <> '{}') EXECUTE FUNCTION index_tags_of_task();
CREATE TRIGGER task_index_changed_tags AFTER UPDATE OF tags ON task
    FOR EACH ROW WHEN (NEW.tags <> OLD.tags) EXECUTE FUNCTION index_tags_of_task();

-- Cancel rule and time rule.
CREATE FUNCTION change_task_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.cancelling AND NEW.state IN ('open', 'failed', 'review') THEN
        NEW.state := 'cancelled';
        NEW.reason := OLD.reason;
    END IF;
    NEW.cancelling := NEW.cancelling AND NEW.state = 'running';
    IF NEW.state = 'running' THEN
        NEW.started_at := coalesce(OLD.started_at, now());
    END IF;
    NEW.ended_at := CASE WHEN NEW.state NOT IN ('done', 'failed', 'cancelled') THEN NULL
        WHEN NEW.state = OLD.state THEN OLD.ended_at ELSE now() END;
    RETURN NEW;
END $$;
CREATE TRIGGER task_change_state BEFORE UPDATE OF state ON task
    FOR EACH ROW EXECUTE FUNCTION change_task_state();

-- Cancel rule.
CREATE FUNCTION stop_session_of_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_cancel', NEW.session::text);
    RETURN NULL;
END $$;
CREATE TRIGGER task_stop_session AFTER UPDATE OF cancelling ON task
    FOR EACH ROW WHEN (NEW.cancelling AND NOT OLD.cancelling) EXECUTE FUNCTION stop_session_of_task();

-- Draft rule, for a task that is added or moved to a plan.
CREATE FUNCTION hold_task_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan_state text;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.plan IS NOT DISTINCT FROM OLD.plan THEN
        RETURN NEW;
    END IF;
    -- Waits for a transaction that is activating or cancelling the plan.
    SELECT state INTO plan_state FROM plan WHERE id = NEW.plan FOR SHARE;
    IF plan_state = 'cancelled' THEN
        RAISE 'The plan % is cancelled', NEW.plan USING ERRCODE = 'YP001';
    END IF;
    NEW.held := coalesce(plan_state = 'draft', false);
    RETURN NEW;
END $$;
CREATE TRIGGER task_hold_in_draft BEFORE INSERT OR UPDATE OF plan ON task
    FOR EACH ROW EXECUTE FUNCTION hold_task_of_draft();

-- Draft rule, for the tasks of a plan whose state changes.
CREATE FUNCTION hold_tasks_of_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE task SET held = (NEW.state = 'draft') WHERE plan = NEW.id AND held <> (NEW.state = 'draft');
    RETURN NULL;
END $$;
CREATE TRIGGER plan_hold_tasks AFTER UPDATE OF state ON plan
    FOR EACH ROW EXECUTE FUNCTION hold_tasks_of_plan();

-- Priority rule: recomputes the effective priority of these tasks, and then of the tasks that they depend on, as far as values change.
CREATE FUNCTION refresh_effective_priority(tasks uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WHILE cardinality(tasks) > 0 LOOP
        WITH fresh AS (
            SELECT t.id, least(t.priority, (
                SELECT min(waiting.effective_priority) FROM dependency d JOIN task waiting ON waiting.id = d.task
                WHERE d.needs = t.id AND passes_priority_on(waiting.state, waiting.held))) AS urgency
            FROM task t WHERE t.id = ANY (tasks) AND t.state <> 'done'
        ), refreshed AS (
            UPDATE task t SET effective_priority = fresh.urgency FROM fresh
            WHERE t.id = fresh.id AND t.effective_priority <> fresh.urgency
            RETURNING t.id
        )
        SELECT array_agg(DISTINCT d.needs) INTO tasks FROM refreshed JOIN dependency d ON d.task = refreshed.id;
    END LOOP;
END $$;

-- Blocker rule and priority rule, after tasks have changed. The planner settings force an index look-up per task, because the number
-- of dependents differs too much between tasks for the planner's averages. The last step skips the tasks that cannot have changed.
CREATE FUNCTION propagate_task_changes(moved uuid[], finished uuid[], reopened uuid[]) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF EXISTS (SELECT FROM dependency WHERE task = ANY (moved)) OR EXISTS (SELECT FROM dependency WHERE needs = ANY (moved)) THEN
        PERFORM lock_task_graph();
    END IF;
    IF cardinality(finished || reopened) > 0 THEN
        UPDATE task SET blockers = blockers + changed.by FROM (
            SELECT task, sum(CASE WHEN needs = ANY (reopened) THEN 1 ELSE -1 END) AS by FROM dependency
            WHERE needs = ANY (finished || reopened) GROUP BY task) changed
        WHERE task.id = changed.task;
    END IF;
    PERFORM refresh_effective_priority(moved);
    PERFORM refresh_effective_priority(ARRAY(
        SELECT DISTINCT needed.id
        FROM dependency d JOIN task waiting ON waiting.id = d.task JOIN task needed ON needed.id = d.needs
        WHERE d.task = ANY (moved) AND needed.state <> 'done' AND CASE
            WHEN passes_priority_on(waiting.state, waiting.held) THEN waiting.effective_priority < needed.effective_priority
            ELSE waiting.effective_priority = needed.effective_priority
                AND needed.effective_priority < needed.priority END));
END $$;

-- Blocker rule and priority rule, for tasks whose priority or state changes.
CREATE FUNCTION task_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved uuid[] := ARRAY(
        SELECT id FROM (
            SELECT id, priority, state = 'done', passes_priority_on(state, held) FROM after
            EXCEPT SELECT id, priority, state = 'done', passes_priority_on(state, held) FROM before) changed);
BEGIN
    IF cardinality(moved) > 0 THEN
        PERFORM propagate_task_changes(
            moved,
            ARRAY(SELECT id FROM after WHERE state = 'done' EXCEPT SELECT id FROM before WHERE state = 'done'),
            ARRAY(SELECT id FROM before WHERE state = 'done' EXCEPT SELECT id FROM after WHERE state = 'done'));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER task_updated AFTER UPDATE ON task REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION task_updated();

-- Blocker rule and priority rule, for new dependencies.
CREATE FUNCTION dependencies_added() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    PERFORM lock_task_graph();
    -- Waits for a transaction that is finishing one of the needed tasks: it cannot see these dependencies.
    PERFORM FROM task WHERE id IN (SELECT needs FROM added) FOR SHARE;
    UPDATE task SET blockers = blockers + pending.count FROM (
        SELECT added.task, count(*) FROM added JOIN task needed ON needed.id = added.needs
        WHERE needed.state <> 'done' GROUP BY added.task) pending
    WHERE task.id = pending.task;
    PERFORM refresh_effective_priority(ARRAY(
        SELECT DISTINCT needed.id
        FROM added JOIN task waiting ON waiting.id = added.task JOIN task needed ON needed.id = added.needs
        WHERE passes_priority_on(waiting.state, waiting.held) AND waiting.effective_priority < needed.effective_priority));
    RETURN NULL;
END $$;
CREATE TRIGGER dependencies_added AFTER INSERT ON dependency REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION dependencies_added();

-- Blocker rule and priority rule, for dependencies that are removed.
CREATE FUNCTION dependencies_removed() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    PERFORM lock_task_graph();
    UPDATE task SET blockers = blockers - pending.count FROM (
        SELECT removed.task, count(*) FROM removed JOIN task needed ON needed.id = removed.needs
        WHERE needed.state <> 'done' GROUP BY removed.task) pending
    WHERE task.id = pending.task;
    PERFORM refresh_effective_priority(ARRAY(
        SELECT needed.id FROM task needed JOIN removed ON removed.needs = needed.id
        WHERE needed.effective_priority < needed.priority));
    RETURN NULL;
END $$;
CREATE TRIGGER dependencies_removed AFTER DELETE ON dependency REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION dependencies_removed();
