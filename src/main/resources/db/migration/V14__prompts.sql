-- The prompts of roles: what each session of an agent is told about its role.

-- A row is a text that replaces the built-in prompt of a role: for one agent, for a project, or for the whole workspace when both columns are
-- null. It can be for one focus of stewards and for one provider only. An empty text means no prompt.
CREATE TABLE role_prompt (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    role       text NOT NULL CHECK (role IN ('director', 'worker', 'steward')),
    focus      text,
    provider   text,
    agent      uuid REFERENCES agent ON DELETE CASCADE,
    project    uuid REFERENCES project ON DELETE CASCADE,
    text       text NOT NULL,
    changed_at timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (role, focus, provider, agent, project),
    CHECK (num_nonnulls(agent, project) <= 1)
);
CREATE INDEX role_prompt_agent ON role_prompt (agent) WHERE agent IS NOT NULL;
CREATE INDEX role_prompt_project ON role_prompt (project) WHERE project IS NOT NULL;

-- Change rule (V8). The API shows a prompt under its role.
CREATE FUNCTION notify_prompt_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed role_prompt := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM notify_change('prompt', changed.id::text, changed.role, NULL, TG_OP = 'DELETE');
    RETURN NULL;
END $$;
CREATE TRIGGER role_prompt_change AFTER INSERT OR UPDATE OR DELETE ON role_prompt
    FOR EACH ROW EXECUTE FUNCTION notify_prompt_changed();
