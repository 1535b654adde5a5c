-- The inbox: messages between agents and people.

-- A row counts the messages of one recipient. Whoever adds a message locks it until the commit, so the numbers of messages are contiguous.
CREATE TABLE mailbox (
    -- The id of an agent, or 'people'.
    recipient text PRIMARY KEY,
    -- The number of the recipient's newest message.
    last_seq  bigint NOT NULL
);

-- A row is a message to one recipient. Ids are UUIDs of version 7, so they order messages by time.
CREATE TABLE message (
    id              uuid PRIMARY KEY,
    -- The id of an agent, also of one that was removed, or 'people'.
    recipient       text NOT NULL,
    -- The number among the recipient's messages, from 1 without gaps.
    seq             bigint NOT NULL,
    -- The same id, for an agent.
    agent           uuid,
    -- The name of the agent when the message was sent.
    agent_name      text,
    -- How the sender addressed it: by the name of the agent, by the agent's role, or to people.
    addressed       text NOT NULL CHECK (addressed IN ('agent', 'role', 'people')),
    -- Who sent it, as the service knows it.
    sender_kind     text NOT NULL CHECK (sender_kind IN ('token', 'agent', 'service')),
    sender          text NOT NULL,
    -- The id of the agent that sent it.
    sender_agent    uuid,
    -- The id of the first message of the conversation.
    thread          uuid NOT NULL,
    -- The id of the message that it answers.
    reply_to        uuid,
    text            text NOT NULL,
    state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'delivered', 'acknowledged', 'undeliverable')),
    -- Why it is undeliverable.
    reason          text,
    -- What a queued message waits for, as the last attempt to start a session for it found.
    waits_for       text,
    -- The session that was given it. While the message is queued: the session that is getting it and has not answered yet.
    session         uuid,
    -- How many sessions that had it failed.
    attempts        integer NOT NULL DEFAULT 0,
    -- No session is started for it before.
    wake_after      timestamptz,
    created_at      timestamptz NOT NULL,
    delivered_at    timestamptz,
    acknowledged_at timestamptz,
    CHECK ((agent IS NULL) = (recipient = 'people')),
    CHECK ((state = 'undeliverable') = (reason IS NOT NULL)),
    UNIQUE (recipient, seq)
);
-- The messages that wait for an agent, and those that count against the limit of a recipient.
CREATE INDEX message_queued ON message (agent, seq) WHERE state = 'queued' AND agent IS NOT NULL;
CREATE INDEX message_waiting ON message (recipient, seq) WHERE state = 'queued';
CREATE INDEX message_of_session ON message (session) WHERE session IS NOT NULL;
-- The lists of messages.
CREATE INDEX message_agent ON message (agent, id) WHERE agent IS NOT NULL;
CREATE INDEX message_state ON message (state, id);
CREATE INDEX message_thread ON message (thread, id);
CREATE INDEX message_sender ON message (sender, id);

-- Change rule (V8). The services that deliver mail are notified of what waits for a session.
CREATE FUNCTION notify_message_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed message := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM notify_change('message', changed.id::text, NULL, changed.state, TG_OP = 'DELETE');
    RETURN NULL;
END $$;
CREATE TRIGGER message_change AFTER INSERT OR DELETE ON message
    FOR EACH ROW EXECUTE FUNCTION notify_message_changed();
CREATE TRIGGER message_change_of_state AFTER UPDATE OF state, session, waits_for ON message
    FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.session IS DISTINCT FROM NEW.session
        OR OLD.waits_for IS DISTINCT FROM NEW.waits_for)
    EXECUTE FUNCTION notify_message_changed();


CREATE FUNCTION wake_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_mail', '');
    RETURN NULL;
END $$;
CREATE TRIGGER message_wake_mail AFTER INSERT ON message
    FOR EACH ROW WHEN (NEW.state = 'queued' AND NEW.agent IS NOT NULL) EXECUTE FUNCTION wake_mail();
CREATE TRIGGER message_wake_mail_again AFTER UPDATE OF session ON message
    FOR EACH ROW WHEN (NEW.state = 'queued' AND OLD.session IS NOT NULL AND NEW.session IS NULL) EXECUTE FUNCTION wake_mail();

-- Mail rule: an answer of the model shows that the session has read the messages at the top of its prompt, so they are delivered.
CREATE FUNCTION deliver_mail_of_prompt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE message SET state = 'delivered', delivered_at = now(), waits_for = NULL WHERE session = NEW.id AND state = 'queued';
    IF EXISTS (SELECT FROM message WHERE agent = NEW.agent AND state = 'queued') THEN
        PERFORM pg_notify('yardmaster_mail', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER session_deliver_mail AFTER UPDATE OF answered_at ON session
    FOR EACH ROW WHEN (OLD.answered_at IS NULL AND NEW.answered_at IS NOT NULL) EXECUTE FUNCTION deliver_mail_of_prompt();

-- A session that runs takes messages, and the end of one lets the next one start.
CREATE FUNCTION notify_mail_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM message WHERE agent = NEW.agent AND state = 'queued') THEN
        PERFORM pg_notify('yardmaster_mail', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER session_notify_mail AFTER UPDATE OF state ON session
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION notify_mail_of_session();

-- The messages of a removed agent stay. A sender holds a lock on the agent, so no message is added afterwards.
CREATE FUNCTION return_mail_of_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE message SET state = 'undeliverable', reason = 'The agent was removed.', waits_for = NULL
    WHERE agent = OLD.id AND state = 'queued';
    DELETE FROM mailbox WHERE recipient = OLD.id::text;
    RETURN NULL;
END $$;
CREATE TRIGGER agent_return_mail AFTER DELETE ON agent
    FOR EACH ROW EXECUTE FUNCTION return_mail_of_agent();

-- Whether a person has paused the dispatcher. A pause that is being stored waits until the transaction ends (V5, Java class PauseRepository).
CREATE FUNCTION is_dispatch_paused() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('dispatch', 0));
    RETURN EXISTS (SELECT FROM dispatch_pause WHERE until IS NULL OR until > clock_timestamp());
END $$;

-- Retention (V10). The ids of messages are ordered by time. Numbers of an inbox are never used again, because its mailbox stays.
CREATE FUNCTION delete_old_messages(cutoff timestamptz, after_at timestamptz, after_id uuid, most integer) RETURNS retention_step
    LANGUAGE sql AS $$
    WITH old AS (
        SELECT id, created_at, state FROM message WHERE created_at < cutoff AND id > after_id ORDER BY id LIMIT most),
    deleted AS (DELETE FROM message WHERE id IN (SELECT id FROM old WHERE state <> 'queued') RETURNING id)
    SELECT count(*), (SELECT count(*) FROM deleted), 0, max(created_at), (array_agg(id ORDER BY id DESC))[1] FROM old
$$;
