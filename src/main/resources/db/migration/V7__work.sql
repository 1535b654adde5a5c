-- How agents come by their sessions, what they are fit for, and whether their work may move to another executable.
ALTER TABLE agent
    ADD COLUMN mode     text NOT NULL DEFAULT 'ephemeral' CHECK (mode IN ('ephemeral', 'persistent')),
    ADD COLUMN tags     text[] NOT NULL DEFAULT '{}',
    ADD COLUMN fallback boolean NOT NULL DEFAULT true;

-- A plan groups tasks, and holds them back while it is a draft.
CREATE TABLE plan (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE,
    state      text NOT NULL CHECK (state IN ('draft', 'active', 'cancelled')),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- What tasks ask of their agent: one row for each distinct demand, in which the tasks that make it queue. So the dispatcher reads as
-- many rows as there are demands, however many tasks wait.
CREATE TABLE lane (
    id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- All of it as a digest: fifty tags are too long for an index.
    demand       bytea NOT NULL UNIQUE,
    role         text NOT NULL,
    reserved_for uuid REFERENCES agent ON DELETE CASCADE,
    project      uuid REFERENCES project ON DELETE CASCADE,
    requires     text[] NOT NULL
);
CREATE INDEX lane_reserved_for ON lane (reserved_for) WHERE reserved_for IS NOT NULL;
CREATE INDEX lane_project ON lane (project) WHERE project IS NOT NULL;

-- What users say of a task, and below it what follows, which triggers keep true: nobody else writes it.
ALTER TABLE task
    ADD COLUMN requires           text[] NOT NULL DEFAULT '{}',
    ADD COLUMN plan               uuid REFERENCES plan ON DELETE RESTRICT,
    ADD COLUMN lane               integer REFERENCES lane,
    -- Its plan is a draft.
    ADD COLUMN held               boolean NOT NULL DEFAULT false,
    -- How many of the tasks that it depends on are not done.
    ADD COLUMN blockers           integer NOT NULL DEFAULT 0,
    -- The most urgent priority among its own and those of all that waits for it; means nothing once it is done.
    ADD COLUMN effective_priority smallint;

-- A task can start when all that it needs is done.
CREATE TABLE dependency (
    task  uuid NOT NULL REFERENCES task ON DELETE CASCADE,
    needs uuid NOT NULL REFERENCES task ON DELETE RESTRICT,
    PRIMARY KEY (task, needs),
    CHECK (task <> needs)
);
CREATE INDEX dependency_needs ON dependency (needs);

-- Whoever changes dependencies, or moves a task that has some, takes this lock first, and only then those of the rows. For what happens
-- to one task spreads to those that wait for it and to those that it waits for, and two who meet halfway would wait for each other.
CREATE FUNCTION lock_work() RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('work', 0))
$$;

-- Whether a task in this state wants those that it depends on done soon.
CREATE FUNCTION urges(state text, held boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT NOT held AND state IN ('open', 'running', 'review')
$$;

CREATE FUNCTION lane_of(of_role text, of_agent uuid, of_project uuid, of_requires text[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    -- Tags have no spaces.
    wanted bytea := sha256(convert_to(
        concat_ws(' ', of_role, coalesce(of_agent::text, '-'), coalesce(of_project::text, '-'), array_to_string(of_requires, ' ')),
        'UTF8'));
    found integer;
BEGIN
    LOOP
        SELECT id INTO found FROM lane WHERE demand = wanted;
        EXIT WHEN found IS NOT NULL;
        -- Of several who are the first, all but one find in the next round what that one has added.
        INSERT INTO lane (demand, role, reserved_for, project, requires)
        VALUES (wanted, of_role, of_agent, of_project, of_requires)
        ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN found;
END $$;

CREATE FUNCTION place_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.lane := lane_of(NEW.role, NEW.reserved_for, NEW.project, NEW.requires);
    IF TG_OP = 'INSERT' THEN
        NEW.effective_priority := NEW.priority;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER task_is_placed BEFORE INSERT OR UPDATE OF role, reserved_for, project, requires ON task
    FOR EACH ROW EXECUTE FUNCTION place_task();

UPDATE task SET role = role, effective_priority = priority;
ALTER TABLE task ALTER COLUMN lane SET NOT NULL, ALTER COLUMN effective_priority SET NOT NULL;

CREATE FUNCTION hold_task() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan_state text;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.plan IS NOT DISTINCT FROM OLD.plan THEN
        RETURN NEW;
    END IF;
    -- Waits for whoever is activating or cancelling it.
    SELECT state INTO plan_state FROM plan WHERE id = NEW.plan FOR SHARE;
    IF plan_state = 'cancelled' THEN
        RAISE 'The plan % is cancelled', NEW.plan USING ERRCODE = 'YP001';
    END IF;
    NEW.held := coalesce(plan_state = 'draft', false);
    RETURN NEW;
END $$;
CREATE TRIGGER task_is_held BEFORE INSERT OR UPDATE OF plan ON task
    FOR EACH ROW EXECUTE FUNCTION hold_task();

CREATE FUNCTION follow_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE task SET held = (NEW.state = 'draft') WHERE plan = NEW.id AND held <> (NEW.state = 'draft');
    RETURN NULL;
END $$;
CREATE TRIGGER plan_is_followed AFTER UPDATE OF state ON plan
    FOR EACH ROW EXECUTE FUNCTION follow_plan();

-- Works out the effective priority of tasks, and of all that they depend on as far as it changes.
CREATE FUNCTION refresh_priority(tasks uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WHILE cardinality(tasks) > 0 LOOP
        WITH fresh AS (
            SELECT t.id, least(t.priority, (
                SELECT min(waiting.effective_priority) FROM dependency d JOIN task waiting ON waiting.id = d.task
                WHERE d.needs = t.id AND urges(waiting.state, waiting.held))) AS urgency
            FROM task t WHERE t.id = ANY (tasks) AND t.state <> 'done'
        ), refreshed AS (
            UPDATE task t SET effective_priority = fresh.urgency FROM fresh
            WHERE t.id = fresh.id AND t.effective_priority <> fresh.urgency
            RETURNING t.id
        )
        SELECT array_agg(DISTINCT d.needs) INTO tasks FROM refreshed JOIN dependency d ON d.task = refreshed.id;
    END LOOP;
END $$;

-- What it means for others that tasks were moved. It looks at tasks one by one, by index: how many wait for one differs too much for
-- the planner's averages. Of what the tasks need, it leaves out what can't have changed.
CREATE FUNCTION spread_moves(moved uuid[], finished uuid[], reopened uuid[]) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF EXISTS (SELECT FROM dependency WHERE task = ANY (moved)) OR EXISTS (SELECT FROM dependency WHERE needs = ANY (moved)) THEN
        PERFORM lock_work();
    END IF;
    IF cardinality(finished || reopened) > 0 THEN
        UPDATE task SET blockers = blockers + changed.by FROM (
            SELECT task, sum(CASE WHEN needs = ANY (reopened) THEN 1 ELSE -1 END) AS by FROM dependency
            WHERE needs = ANY (finished || reopened) GROUP BY task) changed
        WHERE task.id = changed.task;
    END IF;
    PERFORM refresh_priority(moved);
    PERFORM refresh_priority(ARRAY(
        SELECT DISTINCT needed.id
        FROM dependency d JOIN task waiting ON waiting.id = d.task JOIN task needed ON needed.id = d.needs
        WHERE d.task = ANY (moved) AND needed.state <> 'done' AND CASE
            WHEN urges(waiting.state, waiting.held) THEN waiting.effective_priority < needed.effective_priority
            ELSE waiting.effective_priority = needed.effective_priority
                AND needed.effective_priority < needed.priority END));
END $$;

CREATE FUNCTION follow_task() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved uuid[] := ARRAY(
        SELECT id FROM (
            SELECT id, priority, state = 'done', urges(state, held) FROM after
            EXCEPT SELECT id, priority, state = 'done', urges(state, held) FROM before) changed);
BEGIN
    IF cardinality(moved) > 0 THEN
        PERFORM spread_moves(
            moved,
            ARRAY(SELECT id FROM after WHERE state = 'done' EXCEPT SELECT id FROM before WHERE state = 'done'),
            ARRAY(SELECT id FROM before WHERE state = 'done' EXCEPT SELECT id FROM after WHERE state = 'done'));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER task_is_followed AFTER UPDATE ON task REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION follow_task();

CREATE FUNCTION add_dependencies() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    PERFORM lock_work();
    -- Waits for whoever is finishing one of them: what they saw of the dependencies was without these.
    PERFORM FROM task WHERE id IN (SELECT needs FROM added) FOR SHARE;
    UPDATE task SET blockers = blockers + pending.count FROM (
        SELECT added.task, count(*) FROM added JOIN task needed ON needed.id = added.needs
        WHERE needed.state <> 'done' GROUP BY added.task) pending
    WHERE task.id = pending.task;
    PERFORM refresh_priority(ARRAY(
        SELECT DISTINCT needed.id
        FROM added JOIN task waiting ON waiting.id = added.task JOIN task needed ON needed.id = added.needs
        WHERE urges(waiting.state, waiting.held) AND waiting.effective_priority < needed.effective_priority));
    RETURN NULL;
END $$;
CREATE TRIGGER dependency_is_added AFTER INSERT ON dependency REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION add_dependencies();

CREATE FUNCTION remove_dependencies() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    PERFORM lock_work();
    UPDATE task SET blockers = blockers - pending.count FROM (
        SELECT removed.task, count(*) FROM removed JOIN task needed ON needed.id = removed.needs
        WHERE needed.state <> 'done' GROUP BY removed.task) pending
    WHERE task.id = pending.task;
    PERFORM refresh_priority(ARRAY(
        SELECT needed.id FROM task needed JOIN removed ON removed.needs = needed.id
        WHERE needed.effective_priority < needed.priority));
    RETURN NULL;
END $$;
CREATE TRIGGER dependency_is_removed AFTER DELETE ON dependency REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION remove_dependencies();

-- The end of a session moves its task, and the row of the session is locked before that of the task.
CREATE FUNCTION lock_work_of_session() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM dependency WHERE task = NEW.task) OR EXISTS (SELECT FROM dependency WHERE needs = NEW.task) THEN
        PERFORM lock_work();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_locks_work BEFORE UPDATE OF ended_at ON session
    FOR EACH ROW WHEN (NEW.task IS NOT NULL) EXECUTE FUNCTION lock_work_of_session();

-- Each is for one question: what is next in a lane, what is due, what a plan has, what a session had.
DROP INDEX task_open;
DROP INDEX task_created;
CREATE INDEX task_ready ON task (lane, effective_priority, created_at, id)
    WHERE state = 'open' AND blockers = 0 AND NOT held AND scheduled_for IS NULL;
CREATE INDEX task_scheduled ON task (scheduled_for) WHERE state = 'open' AND scheduled_for IS NOT NULL;
CREATE INDEX task_plan ON task (plan, state) WHERE plan IS NOT NULL;
CREATE INDEX task_running ON task (session) WHERE state = 'running';

-- What triggers write counts as well.
DROP TRIGGER task_wakes ON task;
CREATE TRIGGER task_wakes
    AFTER INSERT OR UPDATE OF state, scheduled_for, held, blockers, effective_priority, role, reserved_for, project, requires ON task
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
