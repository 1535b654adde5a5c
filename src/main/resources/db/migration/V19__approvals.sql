-- Approvals: what agents have asked people for, and the rules that decide without asking.

ALTER TABLE agent DROP CONSTRAINT agent_permissions_check;
ALTER TABLE agent ADD CONSTRAINT agent_permissions_check CHECK (permissions IN ('full', 'edit', 'read-only', 'ask'));

-- A row is a rule for what agents may do. Without an agent, a project and a session it applies to all sessions.
CREATE TABLE permission_rule (
    id         uuid PRIMARY KEY,
    project    uuid REFERENCES project ON DELETE CASCADE,
    agent      uuid REFERENCES agent ON DELETE CASCADE,
    session    uuid REFERENCES session ON DELETE CASCADE,
    -- The strictest of the rules that match counts: deny, then ask, then allow.
    effect     text NOT NULL CHECK (effect IN ('allow', 'ask', 'deny')),
    -- What the pattern is compared with.
    subject    text NOT NULL CHECK (subject IN ('command', 'edit', 'tool')),
    pattern    text NOT NULL,
    -- The name of the token that added it.
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(project, agent, session) <= 1)
);
-- A pattern can be too long for an index.
CREATE UNIQUE INDEX permission_rule_same ON permission_rule (project, agent, session, effect, subject, md5(pattern)) NULLS NOT DISTINCT;
CREATE INDEX permission_rule_agent ON permission_rule (agent, id) WHERE agent IS NOT NULL;
CREATE INDEX permission_rule_session ON permission_rule (session, id) WHERE session IS NOT NULL;

-- A row is a use of a tool that a rule or a person decided on, or that waits for a person.
CREATE TABLE approval (
    id         uuid PRIMARY KEY,
    session    uuid NOT NULL REFERENCES session ON DELETE CASCADE,
    agent      uuid NOT NULL,
    -- The name of the agent when it asked.
    agent_name text NOT NULL,
    task       uuid,
    project    uuid,
    provider   text NOT NULL,
    -- The CLI's id of the tool call, to find it in the session's events.
    call       text NOT NULL,
    -- What the tool does: command, edit, read, internal or other.
    kind       text NOT NULL,
    tool       text NOT NULL,
    -- The text for the shell, with the kind 'command' only.
    command    text,
    paths      text[] NOT NULL,
    -- The working directory of the agent.
    directory  text NOT NULL,
    -- Why the agent has to ask.
    reason     text,
    state      text NOT NULL CHECK (state IN ('pending', 'allowed', 'denied', 'expired', 'withdrawn')),
    -- The name of the token that decided.
    decided_by text,
    -- The rule that decided, as it was written.
    rule       text,
    -- The reason of the decision. A model that is denied something gets it.
    message    text,
    created_at timestamptz NOT NULL,
    -- When it is denied without an answer.
    expires_at timestamptz NOT NULL,
    decided_at timestamptz,
    CHECK ((state = 'pending') = (decided_at IS NULL))
);
CREATE INDEX approval_state ON approval (state, id);
CREATE INDEX approval_expires ON approval (expires_at) WHERE state = 'pending';
CREATE INDEX approval_session ON approval (session, id);
CREATE INDEX approval_agent ON approval (agent, id);
CREATE INDEX approval_project ON approval (project, id) WHERE project IS NOT NULL;
CREATE INDEX approval_task ON approval (task, id) WHERE task IS NOT NULL;

-- Change rule (V8).
CREATE FUNCTION notify_approval_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed approval := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM notify_change('approval', changed.id::text, NULL, changed.state, TG_OP = 'DELETE');
    RETURN NULL;
END $$;
CREATE TRIGGER approval_change AFTER INSERT OR DELETE ON approval
    FOR EACH ROW EXECUTE FUNCTION notify_approval_changed();
CREATE TRIGGER approval_change_of_state AFTER UPDATE OF state ON approval
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION notify_approval_changed();
CREATE FUNCTION notify_permission_rule_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed permission_rule := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM notify_change('permission-rule', changed.id::text, NULL, NULL, TG_OP = 'DELETE');
    RETURN NULL;
END $$;
CREATE TRIGGER permission_rule_change AFTER INSERT OR DELETE ON permission_rule
    FOR EACH ROW EXECUTE FUNCTION notify_permission_rule_changed();

-- Nothing waits for an approval when its session has ended, however that was found out.
CREATE FUNCTION withdraw_approvals_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE approval SET state = 'withdrawn', decided_at = now(), message = 'The session has ended.'
    WHERE session = NEW.id AND state = 'pending';
    RETURN NULL;
END $$;
CREATE TRIGGER session_withdraw_approvals AFTER UPDATE OF ended_at ON session
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION withdraw_approvals_of_session();

-- No request makes an approval expire, so this trigger writes it into the activity.
CREATE FUNCTION note_expired_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO activity (id, at, actor_kind, actor, action, kind, thing, before, after)
    VALUES (time_ordered_id(), clock_timestamp(), 'service', 'approvals', 'approval.expire', 'approval', NEW.id::text,
        jsonb_build_object('state', 'pending'), jsonb_build_object('state', 'expired', 'agentName', NEW.agent_name));
    RETURN NULL;
END $$;
CREATE TRIGGER approval_note_expired AFTER UPDATE OF state ON approval
    FOR EACH ROW WHEN (OLD.state = 'pending' AND NEW.state = 'expired') EXECUTE FUNCTION note_expired_approval();

-- Change rule (V8) for what people have to look at (V16).
CREATE TRIGGER approval_change_need AFTER INSERT OR UPDATE OF state ON approval
    FOR EACH ROW EXECUTE FUNCTION notify_need_changed('approval', 'id');

-- A dismissal is forgotten with its approval (V16).
CREATE TRIGGER approval_forget_dismissals AFTER DELETE ON approval
    FOR EACH ROW EXECUTE FUNCTION forget_dismissals('approval');
