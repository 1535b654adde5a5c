-- Questions of agents, and the tasks that wait for their answers.

-- The agent that created the task: its workers ask this agent first, and otherwise the director of the plan (V17).
ALTER TABLE task ADD COLUMN creator uuid REFERENCES agent ON DELETE SET NULL;
CREATE INDEX task_creator ON task (creator) WHERE creator IS NOT NULL;

-- A waiting task has no session. It waits for the answer to a blocking question that its last session asked.
ALTER TABLE task DROP CONSTRAINT task_state_check;
ALTER TABLE task ADD CONSTRAINT task_state_check
    CHECK (state IN ('open', 'running', 'waiting', 'review', 'done', 'failed', 'cancelled'));
-- Whether the next session resumes the conversation of the last one.
ALTER TABLE task ADD COLUMN resumes boolean NOT NULL DEFAULT false;

-- Priority rule (V2): a waiting task passes its priority on.
CREATE OR REPLACE FUNCTION passes_priority_on(state text, held boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT NOT held AND state IN ('open', 'running', 'waiting', 'review')
$$;

-- Cancel rule and time rule (V2). A cancelled task does not begin to wait either.
CREATE OR REPLACE FUNCTION change_task_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.cancelling AND NEW.state IN ('open', 'waiting', 'failed', 'review') THEN
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

-- The messages to one person stand in the inbox of people, and are numbered with it.
ALTER TABLE message DROP CONSTRAINT message_addressed_check;
ALTER TABLE message ADD CONSTRAINT message_addressed_check CHECK (addressed IN ('agent', 'role', 'people', 'person'));
-- The name of the token of the only person that it is for.
ALTER TABLE message ADD COLUMN person text;
-- Only a session of this task gets the message, whichever agent has the task then: it answers a question that was asked for the task.
ALTER TABLE message ADD COLUMN for_task uuid;
CREATE INDEX message_for_task ON message (for_task) WHERE for_task IS NOT NULL AND state = 'queued';

-- A row is a question of an agent. Its id is that of the message with which it was asked.
CREATE TABLE question (
    id             uuid PRIMARY KEY REFERENCES message ON DELETE CASCADE,
    -- The message that whoever is asked has got: the first one, or another one after the question was moved to people.
    message        uuid NOT NULL,
    -- Who asks, in which session, and for which task.
    agent          uuid NOT NULL,
    agent_name     text NOT NULL,
    session        uuid NOT NULL,
    task           uuid REFERENCES task ON DELETE SET NULL,
    -- Who is asked: an agent, one person by the name of a token, or people if all of these are null.
    to_agent       uuid,
    to_agent_name  text,
    to_person      text,
    -- Why it was moved from an agent to people.
    moved          text,
    text           text NOT NULL,
    -- The suggested answers.
    options        text[] NOT NULL DEFAULT '{}',
    -- Whether its task waits for the answer when the session has ended.
    blocking       boolean NOT NULL,
    -- When it expires, and the answer that counts then.
    deadline       timestamptz,
    default_answer text,
    state          text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'expired', 'withdrawn')),
    answer         text,
    -- Who has answered.
    answered_kind  text,
    answered_by    text,
    answered_agent uuid,
    -- Why it expired or was withdrawn.
    reason         text,
    created_at     timestamptz NOT NULL,
    settled_at     timestamptz,
    CHECK ((state = 'open') = (settled_at IS NULL)),
    CHECK (default_answer IS NULL OR deadline IS NOT NULL)
);
CREATE INDEX question_state ON question (state, id);
CREATE INDEX question_task ON question (task, id) WHERE task IS NOT NULL;
CREATE INDEX question_agent ON question (agent, id);
CREATE INDEX question_of_message ON question (message);
CREATE INDEX question_to_agent ON question (to_agent) WHERE state = 'open' AND to_agent IS NOT NULL;
CREATE INDEX question_of_session ON question (session) WHERE state = 'open';
CREATE INDEX question_deadline ON question (deadline) WHERE state = 'open' AND deadline IS NOT NULL;

-- The rules that the triggers below keep:
--
-- Wait rule: a task is waiting only while a blocking question of it is open. When the last one is settled, the task is open again.
-- Withdrawal rule: the open questions of a task are withdrawn when the task is done, failed, cancelled or deleted, and those of an agent when
--     it is removed. Messages that only a session of the task gets are then undeliverable.
-- Inbox rule: no recipient sees the message of a settled question as something to do.
-- Lock rule: whoever settles questions locks a mailbox first, then the task, then the question, then its message.

-- Wait rule and inbox rule.
CREATE FUNCTION question_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE task SET state = 'open', reason = NULL, scheduled_for = NULL, updated_at = now()
    WHERE id = NEW.task AND state = 'waiting'
        AND NOT EXISTS (SELECT FROM question WHERE task = NEW.task AND state = 'open' AND blocking);
    UPDATE message SET state = 'acknowledged', acknowledged_at = now(), waits_for = NULL
    WHERE id = NEW.message AND (state = 'delivered' OR state = 'queued' AND (session IS NOT NULL OR NEW.state = 'answered' OR agent IS NULL));
    UPDATE message SET state = 'undeliverable', reason = 'The question is ' || NEW.state || '.', waits_for = NULL
    WHERE id = NEW.message AND state = 'queued';
    RETURN NULL;
END $$;
CREATE TRIGGER question_settled AFTER UPDATE OF state ON question
    FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state <> 'open') EXECUTE FUNCTION question_settled();

-- Withdrawal rule.
CREATE FUNCTION withdraw_questions_of_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The row of a task that is being deleted must not change.
    UPDATE question SET state = 'withdrawn', settled_at = now(), task = CASE TG_OP WHEN 'DELETE' THEN NULL ELSE task END,
        reason = CASE TG_OP WHEN 'DELETE' THEN 'Its task was deleted.' ELSE 'Its task is ' || NEW.state || '.' END
    WHERE task = OLD.id AND state = 'open';
    UPDATE message SET state = 'undeliverable', reason = 'Its task ended before a session has read it.', waits_for = NULL
    WHERE for_task = OLD.id AND state = 'queued';
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER task_withdraw_questions AFTER UPDATE OF state ON task
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state IN ('done', 'failed', 'cancelled'))
    EXECUTE FUNCTION withdraw_questions_of_task();
CREATE TRIGGER task_withdraw_questions_of_deleted BEFORE DELETE ON task
    FOR EACH ROW EXECUTE FUNCTION withdraw_questions_of_task();

-- Withdrawal rule.
CREATE FUNCTION withdraw_questions_of_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM task WHERE id IN (SELECT task FROM question WHERE agent = OLD.id AND state = 'open') ORDER BY id FOR UPDATE;
    UPDATE question SET state = 'withdrawn', settled_at = now(), reason = 'The agent that asked was removed.'
    WHERE agent = OLD.id AND state = 'open';
    RETURN OLD;
END $$;
CREATE TRIGGER agent_withdraw_questions BEFORE DELETE ON agent
    FOR EACH ROW EXECUTE FUNCTION withdraw_questions_of_agent();

-- The mail of a removed agent (V11), except for what any agent gets that has the task.
CREATE OR REPLACE FUNCTION return_mail_of_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE message SET state = 'undeliverable', reason = 'The agent was removed.', waits_for = NULL
    WHERE agent = OLD.id AND state = 'queued' AND for_task IS NULL;
    DELETE FROM mailbox WHERE recipient = OLD.id::text;
    RETURN NULL;
END $$;

-- The service that looks after questions is notified of what can change them.
CREATE FUNCTION notify_question_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed question := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM notify_change('question', changed.id::text, NULL, changed.state, TG_OP = 'DELETE');
    PERFORM pg_notify('yardmaster_timer', '');
    RETURN NULL;
END $$;
CREATE TRIGGER question_change AFTER INSERT OR UPDATE OR DELETE ON question
    FOR EACH ROW EXECUTE FUNCTION notify_question_changed();

CREATE FUNCTION notify_questions_to_agent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked uuid := CASE WHEN TG_TABLE_NAME = 'agent' THEN OLD.id ELSE (to_jsonb(OLD) ->> 'agent')::uuid END;
BEGIN
    IF EXISTS (SELECT FROM question WHERE to_agent = asked AND state = 'open') THEN
        PERFORM pg_notify('yardmaster_timer', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER agent_notify_questions AFTER DELETE OR UPDATE OF enabled ON agent
    FOR EACH ROW EXECUTE FUNCTION notify_questions_to_agent();
CREATE TRIGGER session_notify_questions AFTER UPDATE OF ended_at ON session
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION notify_questions_to_agent();
CREATE TRIGGER message_notify_questions AFTER UPDATE OF state ON message
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.agent IS NOT NULL AND NEW.state IN ('acknowledged', 'undeliverable'))
    EXECUTE FUNCTION notify_questions_to_agent();

-- Activity rule (V8): what requests and tools do is recorded by the service. This is what the service does by itself.
CREATE FUNCTION record_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO activity (id, at, actor_kind, actor, action, kind, thing, after)
    VALUES (time_ordered_id(), clock_timestamp(), 'service', 'questions', TG_ARGV[0], 'question', NEW.id::text,
        jsonb_strip_nulls(jsonb_build_object('task', NEW.task, 'agentName', NEW.agent_name, 'state', NEW.state,
            'reason', coalesce(NEW.reason, NEW.moved))));
    RETURN NULL;
END $$;
CREATE TRIGGER question_record_expiry AFTER UPDATE OF state ON question
    FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state = 'expired') EXECUTE FUNCTION record_question('question.expire');
CREATE TRIGGER question_record_move AFTER UPDATE OF moved ON question
    FOR EACH ROW WHEN (OLD.moved IS NULL AND NEW.moved IS NOT NULL) EXECUTE FUNCTION record_question('question.move');

-- Retention (V11). The message of an open question stays.
CREATE OR REPLACE FUNCTION delete_old_messages(cutoff timestamptz, after_at timestamptz, after_id uuid, most integer) RETURNS retention_step
    LANGUAGE sql AS $$
    WITH old AS (
        SELECT id, created_at, state FROM message WHERE created_at < cutoff AND id > after_id ORDER BY id LIMIT most),
    deleted AS (
        DELETE FROM message WHERE id IN (
            SELECT id FROM old WHERE state <> 'queued'
                AND NOT EXISTS (SELECT FROM question WHERE question.state = 'open' AND (question.id = old.id OR question.message = old.id)))
        RETURNING id)
    SELECT count(*), (SELECT count(*) FROM deleted), 0, max(created_at), (array_agg(id ORDER BY id DESC))[1] FROM old
$$;

-- Endless talk: how many messages agents without a task have sent to each other in this thread, in a row up to this one. Whatever a person, the
-- service or an agent at work on a task sends begins anew.
ALTER TABLE message ADD COLUMN talk integer NOT NULL DEFAULT 0;
-- Whether sessions are started for it.
ALTER TABLE message ADD COLUMN wakes boolean NOT NULL DEFAULT true;
CREATE INDEX message_silent ON message (thread, id) WHERE state = 'queued' AND NOT wakes;

-- What people have to look at ("needs you") is read from the things themselves. A row notes that somebody has dismissed such a thing: it is
-- hidden while the thing stays in the version that was dismissed.
CREATE TABLE need_dismissal (
    -- The kind and the key of the thing, such as 'task_failed' and the id of the task.
    kind         text NOT NULL,
    subject      text NOT NULL,
    version      text NOT NULL,
    -- The name of the token.
    dismissed_by text NOT NULL,
    dismissed_at timestamptz NOT NULL,
    PRIMARY KEY (kind, subject)
);

-- A dismissal is forgotten with its thing.
CREATE FUNCTION forget_dismissals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM need_dismissal WHERE kind = ANY (TG_ARGV) AND subject = OLD.id::text;
    RETURN NULL;
END $$;
CREATE TRIGGER task_forget_dismissals AFTER DELETE ON task
    FOR EACH ROW EXECUTE FUNCTION forget_dismissals('task_failed', 'task_review');
CREATE TRIGGER question_forget_dismissals AFTER DELETE ON question
    FOR EACH ROW EXECUTE FUNCTION forget_dismissals('question');
CREATE TRIGGER review_forget_dismissals AFTER DELETE ON review
    FOR EACH ROW EXECUTE FUNCTION forget_dismissals('review');
CREATE TRIGGER message_forget_dismissals AFTER DELETE ON message
    FOR EACH ROW WHEN (OLD.state = 'undeliverable') EXECUTE FUNCTION forget_dismissals('message_undeliverable');
-- The version of a thread is its newest message that starts no session.
CREATE FUNCTION forget_dismissal_of_thread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM need_dismissal WHERE kind = 'thread' AND subject = OLD.thread::text AND version = OLD.id::text;
    RETURN NULL;
END $$;
CREATE TRIGGER message_forget_dismissal_of_thread AFTER DELETE ON message
    FOR EACH ROW WHEN (NOT OLD.wakes) EXECUTE FUNCTION forget_dismissal_of_thread();

-- Change rule (V8) for what people have to look at.
CREATE FUNCTION notify_need_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    PERFORM notify_change('need', TG_ARGV[0] || ':' || (changed ->> TG_ARGV[1]), NULL, NULL, false);
    RETURN NULL;
END $$;
CREATE TRIGGER question_change_need AFTER INSERT OR UPDATE OF state, message ON question
    FOR EACH ROW WHEN (NEW.to_agent IS NULL) EXECUTE FUNCTION notify_need_changed('question', 'id');
CREATE TRIGGER task_change_need_failed AFTER UPDATE OF state ON task
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND 'failed' IN (OLD.state, NEW.state))
    EXECUTE FUNCTION notify_need_changed('task_failed', 'id');
CREATE TRIGGER task_change_need_review AFTER UPDATE OF state ON task
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND 'review' IN (OLD.state, NEW.state))
    EXECUTE FUNCTION notify_need_changed('task_review', 'id');
CREATE TRIGGER message_change_need AFTER UPDATE OF state ON message
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state = 'undeliverable')
    EXECUTE FUNCTION notify_need_changed('message_undeliverable', 'id');
CREATE TRIGGER message_change_need_thread AFTER INSERT ON message
    FOR EACH ROW WHEN (NOT NEW.wakes) EXECUTE FUNCTION notify_need_changed('thread', 'thread');
CREATE TRIGGER message_change_need_woken AFTER UPDATE OF state ON message
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NOT NEW.wakes) EXECUTE FUNCTION notify_need_changed('thread', 'thread');
CREATE TRIGGER review_change_need AFTER INSERT OR UPDATE OF state, problem, steward_task ON review
    FOR EACH ROW EXECUTE FUNCTION notify_need_changed('review', 'id');
CREATE FUNCTION notify_need_dismissed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM notify_change('need', NEW.kind || ':' || NEW.subject, NULL, NULL, false);
    RETURN NULL;
END $$;
CREATE TRIGGER need_dismissal_change AFTER INSERT OR UPDATE ON need_dismissal
    FOR EACH ROW EXECUTE FUNCTION notify_need_dismissed();
