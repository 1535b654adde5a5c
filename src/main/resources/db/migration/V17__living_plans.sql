-- Plans that live: names of tasks, proposals, the time of a plan, its end by itself, and what agents are woken for.

-- The name of a task in its plan; null for a task that was added without one.
ALTER TABLE task ADD COLUMN name text;
CREATE UNIQUE INDEX task_name ON task (plan, name) WHERE name IS NOT NULL;
-- Whether the task is a proposal: it does not start until somebody accepts it.
ALTER TABLE task ADD COLUMN proposed boolean NOT NULL DEFAULT false;
-- For work that an agent has found: the task that the agent worked on, which may have been deleted, and the name of the agent.
ALTER TABLE task ADD COLUMN found_during uuid;
ALTER TABLE task ADD COLUMN found_by text;
-- Whether that task depends on this one. It goes on while it runs, and waits if it is open again.
ALTER TABLE task ADD COLUMN blocks_finder boolean NOT NULL DEFAULT false;

ALTER TABLE plan DROP CONSTRAINT plan_state_check;
ALTER TABLE plan ADD CONSTRAINT plan_state_check CHECK (state IN ('draft', 'active', 'completed', 'failed', 'cancelled'));
-- The agent that has created the plan and is woken by its events.
ALTER TABLE plan ADD COLUMN director uuid REFERENCES agent ON DELETE SET NULL;
CREATE INDEX plan_director ON plan (director) WHERE director IS NOT NULL;
-- When its time is over: at a time, and so many milliseconds after it became active; the earlier one counts.
ALTER TABLE plan ADD COLUMN deadline timestamptz;
ALTER TABLE plan ADD COLUMN time_limit_ms bigint CHECK (time_limit_ms > 0);
-- Derived columns. Only the triggers below write them.
ALTER TABLE plan ADD COLUMN activated_at timestamptz;
ALTER TABLE plan ADD COLUMN due_at timestamptz;
ALTER TABLE plan ADD COLUMN overdue boolean NOT NULL DEFAULT false;
ALTER TABLE plan ADD COLUMN ended_at timestamptz;
CREATE INDEX plan_due ON plan (due_at) WHERE state = 'active' AND NOT overdue;

-- The rules that the triggers below keep, with those of V2.
--
-- Draft rule: a task is held (task.held) exactly while it is a proposal, its plan is a draft, or the time of its plan is over. A cancelled plan
--     accepts no task (error YP001).
-- Name rule: a task that leaves its plan loses its name.
-- End rule: an active plan that has tasks becomes completed when all of them have ended, or failed if one of them failed. It is active again
--     as soon as one of its tasks has not ended.
-- Time rule: plan.due_at is when the time of the plan is over. plan.overdue says that it is over; expire_plans() writes it.
-- Plan lock rule: a transaction locks tasks before their plan, because the end of a task can end its plan.

-- Draft rule, name rule and end rule, for a task that is added, moved to a plan, proposed or accepted.
CREATE OR REPLACE FUNCTION hold_task_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found plan;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.plan IS NOT DISTINCT FROM OLD.plan THEN
        IF NEW.proposed <> OLD.proposed THEN
            NEW.held := NEW.proposed OR coalesce((SELECT state = 'draft' OR overdue FROM plan WHERE id = NEW.plan FOR SHARE), false);
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        NEW.name := NULL;
    END IF;
    IF EXISTS (SELECT FROM plan WHERE id = NEW.plan AND state IN ('completed', 'failed')) THEN
        PERFORM FROM plan WHERE id = NEW.plan FOR NO KEY UPDATE;
    END IF;
    -- Waits for a transaction that is activating or cancelling the plan.
    SELECT * INTO found FROM plan WHERE id = NEW.plan FOR SHARE;
    IF found.state = 'cancelled' THEN
        RAISE 'The plan % is cancelled', NEW.plan USING ERRCODE = 'YP001';
    END IF;
    IF found.state IN ('completed', 'failed') AND NEW.state NOT IN ('done', 'failed', 'cancelled') THEN
        -- Its time may be over.
        UPDATE plan SET state = 'active', updated_at = now() WHERE id = NEW.plan RETURNING overdue INTO found.overdue;
    END IF;
    NEW.held := NEW.proposed OR coalesce(found.state = 'draft' OR found.overdue, false);
    RETURN NEW;
END $$;
DROP TRIGGER task_hold_in_draft ON task;
CREATE TRIGGER task_hold_in_draft BEFORE INSERT OR UPDATE OF plan, proposed ON task
    FOR EACH ROW EXECUTE FUNCTION hold_task_of_draft();

-- Time rule.
CREATE FUNCTION change_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'active' THEN
        NEW.activated_at := coalesce(NEW.activated_at, now());
    END IF;
    NEW.due_at := least(NEW.deadline, NEW.activated_at + NEW.time_limit_ms * interval '1 millisecond');
    NEW.overdue := coalesce(NEW.due_at <= clock_timestamp(), false);
    IF NEW.state IN ('draft', 'active') THEN
        NEW.ended_at := NULL;
    ELSIF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
        NEW.ended_at := now();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_change_state BEFORE INSERT OR UPDATE ON plan
    FOR EACH ROW EXECUTE FUNCTION change_plan();

-- Draft rule, for the tasks of a plan whose state or time changes.
CREATE OR REPLACE FUNCTION hold_tasks_of_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE task SET held = proposed OR NEW.state = 'draft' OR NEW.overdue
    WHERE plan = NEW.id AND held <> (proposed OR NEW.state = 'draft' OR NEW.overdue);
    RETURN NULL;
END $$;
DROP TRIGGER plan_hold_tasks ON plan;
CREATE TRIGGER plan_hold_tasks AFTER UPDATE ON plan
    FOR EACH ROW WHEN ((OLD.state = 'draft' OR OLD.overdue) <> (NEW.state = 'draft' OR NEW.overdue)) EXECUTE FUNCTION hold_tasks_of_plan();

-- End rule. The lock makes the last two tasks of a plan that end at the same time see each other.
CREATE FUNCTION refresh_plan_states(changed uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM plan WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
    UPDATE plan SET state = fresh.state, updated_at = now() FROM (
        SELECT p.id, CASE WHEN bool_or(t.state IN ('open', 'running', 'waiting', 'review')) THEN 'active'
            WHEN bool_or(t.state = 'failed') THEN 'failed' ELSE 'completed' END AS state
        FROM plan p JOIN task t ON t.plan = p.id
        WHERE p.id = ANY (changed) AND p.state IN ('active', 'completed', 'failed') GROUP BY p.id) fresh
    WHERE plan.id = fresh.id AND plan.state <> fresh.state;
END $$;

CREATE FUNCTION task_ended_in_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed uuid[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        changed := ARRAY(SELECT DISTINCT plan FROM before WHERE plan IS NOT NULL AND state IN ('open', 'waiting', 'review'));
    ELSIF TG_OP = 'INSERT' THEN
        changed := ARRAY(SELECT DISTINCT plan FROM after WHERE plan IS NOT NULL AND state NOT IN ('open', 'running', 'waiting', 'review'));
    ELSE
        changed := ARRAY(
            SELECT DISTINCT p.plan FROM before b JOIN after a USING (id) CROSS JOIN LATERAL (VALUES (a.plan), (b.plan)) p (plan)
            WHERE p.plan IS NOT NULL AND (a.plan IS DISTINCT FROM b.plan
                OR (a.state <> b.state AND NOT (a.state IN ('open', 'running', 'waiting', 'review') AND b.state IN ('open', 'running', 'waiting', 'review')))));
    END IF;
    IF cardinality(changed) > 0 THEN
        PERFORM refresh_plan_states(changed);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER task_updated_plan AFTER UPDATE ON task REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION task_ended_in_plan();
CREATE TRIGGER task_deleted_plan AFTER DELETE ON task REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION task_ended_in_plan();

-- A draft whose tasks have all ended, for example because they were cancelled.
CREATE FUNCTION plan_activated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_plan_states(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER plan_activated AFTER UPDATE ON plan
    FOR EACH ROW WHEN (OLD.state = 'draft' AND NEW.state = 'active') EXECUTE FUNCTION plan_activated();

-- Time rule: holds the tasks of the plans whose time is over. Plan lock rule, and lock rule (V2).
CREATE FUNCTION expire_plans() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM plan WHERE state = 'active' AND NOT overdue AND due_at <= clock_timestamp()) THEN
        RETURN;
    END IF;
    PERFORM lock_task_graph();
    PERFORM FROM task WHERE plan IN (SELECT id FROM plan WHERE state = 'active' AND NOT overdue AND due_at <= clock_timestamp())
    ORDER BY id FOR UPDATE;
    UPDATE plan SET overdue = true WHERE state = 'active' AND NOT overdue AND due_at <= clock_timestamp();
END $$;

-- A proposal that is cancelled blocks the task no longer during which it was found. Cancelling holds the lock of the task graph.
CREATE FUNCTION release_finder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM dependency WHERE task = NEW.found_during AND needs = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER task_release_finder AFTER UPDATE OF state ON task
    FOR EACH ROW WHEN (NEW.proposed AND NEW.blocks_finder AND NEW.state = 'cancelled' AND OLD.state <> 'cancelled')
    EXECUTE FUNCTION release_finder();

-- Outbox rule (V9), for proposals.
CREATE FUNCTION announce_discovered_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce('task.discovered', 'tasks/' || NEW.id, jsonb_build_object('task', NEW.id, 'title', NEW.title,
        'project', NEW.project, 'plan', NEW.plan, 'foundDuring', NEW.found_during, 'agent', NEW.found_by, 'blocking', NEW.blocks_finder));
    RETURN NULL;
END $$;
CREATE TRIGGER task_announce_discovered AFTER INSERT ON task
    FOR EACH ROW WHEN (NEW.proposed) EXECUTE FUNCTION announce_discovered_task();

-- Outbox rule, for the end and the time of plans.
CREATE FUNCTION announce_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    details jsonb := jsonb_build_object('plan', NEW.id, 'name', NEW.name, 'state', NEW.state, 'until', utc_text(NEW.due_at),
        'project', (SELECT CASE WHEN count(DISTINCT project) = 1 AND count(*) = count(project) THEN min(project::text) END
            FROM task WHERE plan = NEW.id));
BEGIN
    IF NEW.state IN ('completed', 'failed') AND NEW.state <> OLD.state THEN
        PERFORM announce('plan.completed', 'plans/' || NEW.id, details);
    END IF;
    IF NEW.overdue AND NOT OLD.overdue AND NEW.state = 'active' THEN
        PERFORM announce('plan.overdue', 'plans/' || NEW.id, details);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER plan_announce AFTER UPDATE ON plan
    FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.overdue <> NEW.overdue) EXECUTE FUNCTION announce_plan();

-- What agents are woken for.

-- A row is a wish of an agent to be woken by events.
CREATE TABLE subscription (
    id         uuid PRIMARY KEY,
    agent      uuid NOT NULL REFERENCES agent ON DELETE CASCADE,
    events     text[] NOT NULL,
    -- Only events of this plan or task.
    plan       uuid,
    task       uuid,
    -- Whether it ends with its first event.
    once       boolean NOT NULL,
    -- When it ends without one; the agent then gets a message.
    until      timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX subscription_agent ON subscription (agent, id);
CREATE INDEX subscription_until ON subscription (until) WHERE until IS NOT NULL;
CREATE INDEX subscription_plan ON subscription (plan) WHERE plan IS NOT NULL;
CREATE INDEX subscription_task ON subscription (task) WHERE task IS NOT NULL;
CREATE TRIGGER subscription_change AFTER INSERT OR UPDATE OR DELETE ON subscription
    FOR EACH ROW EXECUTE FUNCTION notify_row_changed('subscription');

-- A row is an event of which an agent, or people, learn by a message of the service. It is deleted when the message has left the queue.
CREATE TABLE wake_up (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Null for people. No foreign key, because its lock on the agent could wait for a session that is being started.
    agent   uuid,
    event   text NOT NULL,
    data    jsonb NOT NULL,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The message that contains it; null until it is written.
    message uuid
);
CREATE INDEX wake_up_message ON wake_up (message);
CREATE INDEX wake_up_agent ON wake_up (agent, id);

CREATE FUNCTION forget_wake_ups() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM wake_up WHERE agent = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER agent_forget_wake_ups AFTER DELETE ON agent FOR EACH ROW EXECUTE FUNCTION forget_wake_ups();

-- The loop that writes the messages, and that waits for the next time at which something is due. The triggers are for rows: a statement of the loop
-- itself that changes no row must not wake the loop again.
CREATE FUNCTION notify_timer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_timer', '');
    RETURN NULL;
END $$;
CREATE TRIGGER wake_up_timer AFTER INSERT ON wake_up FOR EACH ROW EXECUTE FUNCTION notify_timer();
CREATE TRIGGER subscription_timer AFTER INSERT ON subscription FOR EACH ROW EXECUTE FUNCTION notify_timer();
CREATE TRIGGER plan_timer AFTER INSERT OR UPDATE ON plan FOR EACH ROW EXECUTE FUNCTION notify_timer();
CREATE TRIGGER timed_event_timer AFTER INSERT ON timed_event FOR EACH ROW EXECUTE FUNCTION notify_timer();

-- Wake rule: an event wakes the agents that have subscribed to it and may see it, and the director of its plan if the plan ends or needs a
--     decision. If such a plan has no director, people learn of its time and of proposals.
CREATE FUNCTION wake_for(happened text, details jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    woken uuid[];
    plan_director uuid;
    decisive boolean := happened IN ('plan.completed', 'plan.overdue', 'task.failed', 'task.discovered');
BEGIN
    WITH matching AS (
        SELECT s.id, s.agent, s.once FROM subscription s JOIN agent a ON a.id = s.agent
        WHERE happened = ANY (s.events) AND (s.until IS NULL OR s.until > now())
            AND (s.plan IS NULL OR s.plan::text = details ->> 'plan') AND (s.task IS NULL OR s.task::text = details ->> 'task')
            AND (a.project IS NULL OR happened LIKE 'limit.%' OR a.project::text = details ->> 'project')
    ), ended AS (
        DELETE FROM subscription WHERE id IN (
            SELECT id FROM subscription WHERE id IN (SELECT id FROM matching WHERE once) ORDER BY id FOR UPDATE) RETURNING id
    )
    SELECT array_agg(DISTINCT agent) INTO woken FROM matching WHERE NOT once OR id IN (SELECT id FROM ended);
    IF decisive AND details ? 'plan' THEN
        SELECT director INTO plan_director FROM plan WHERE id = (details ->> 'plan')::uuid;
        woken := array_append(woken, plan_director);
    END IF;
    IF happened IN ('plan.overdue', 'task.discovered') AND plan_director IS NULL THEN
        INSERT INTO wake_up (agent, event, data) VALUES (NULL, happened, details);
    END IF;
    INSERT INTO wake_up (agent, event, data)
    SELECT DISTINCT agent, happened, details FROM unnest(woken) agent WHERE agent IS NOT NULL;
END $$;

-- Outbox rule (V9) and wake rule.
CREATE OR REPLACE FUNCTION announce(happened text, about text, details jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- The lock makes a webhook that is removed at this moment disappear from the result.
    INSERT INTO webhook_delivery (id, webhook, event, subject, data, occurred_at, next_attempt_at)
    SELECT gen_random_uuid(), id, happened, about, jsonb_strip_nulls(details), now(), now()
    FROM webhook WHERE enabled AND happened = ANY (events) FOR KEY SHARE;
    IF FOUND THEN
        PERFORM pg_notify('yardmaster_webhooks', '');
    END IF;
    PERFORM wake_for(happened, jsonb_strip_nulls(details));
END $$;

-- Wake rule, for subscriptions whose time is over.
CREATE FUNCTION end_subscriptions() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH ended AS (DELETE FROM subscription WHERE until <= clock_timestamp() RETURNING *)
    INSERT INTO wake_up (agent, event, data)
    SELECT agent, 'subscription.over', jsonb_strip_nulls(jsonb_build_object('events', to_jsonb(events), 'plan', plan, 'task', task)) FROM ended;
END $$;

-- Vain rule: a subscription to the events of a task or plan ends when this is cancelled or deleted. The agent gets a message, unless the task or plan had
--     ended before.
CREATE FUNCTION end_vain_subscriptions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind text := TG_TABLE_NAME;
    why text := CASE kind WHEN 'task' THEN 'The task ''' || (to_jsonb(OLD) ->> 'title') || ''' (' || OLD.id || ')'
        ELSE 'The plan ''' || (to_jsonb(OLD) ->> 'name') || '''' END || CASE TG_OP WHEN 'DELETE' THEN ' was deleted.' ELSE ' was cancelled.' END;
BEGIN
    WITH ended AS (
        DELETE FROM subscription WHERE kind = 'task' AND task = OLD.id OR kind = 'plan' AND plan = OLD.id RETURNING *)
    INSERT INTO wake_up (agent, event, data)
    SELECT agent, 'subscription.vain', jsonb_build_object('events', to_jsonb(events), 'why', why) FROM ended
    WHERE OLD.state NOT IN ('done', 'completed', 'failed', 'cancelled') OR TG_OP = 'UPDATE' ORDER BY id;
    RETURN NULL;
END $$;
CREATE TRIGGER task_end_vain_subscriptions AFTER UPDATE OF state ON task
    FOR EACH ROW WHEN (NEW.state = 'cancelled' AND OLD.state <> 'cancelled') EXECUTE FUNCTION end_vain_subscriptions();
CREATE TRIGGER task_end_vain_subscriptions_of_deleted AFTER DELETE ON task
    FOR EACH ROW EXECUTE FUNCTION end_vain_subscriptions();
CREATE TRIGGER plan_end_vain_subscriptions AFTER UPDATE OF state ON plan
    FOR EACH ROW WHEN (NEW.state = 'cancelled' AND OLD.state <> 'cancelled') EXECUTE FUNCTION end_vain_subscriptions();
CREATE TRIGGER plan_end_vain_subscriptions_of_deleted AFTER DELETE ON plan
    FOR EACH ROW EXECUTE FUNCTION end_vain_subscriptions();
