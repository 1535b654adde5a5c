-- What holds for all agents where neither they nor their project say otherwise.
CREATE TABLE setting (
    key   text PRIMARY KEY,
    value jsonb NOT NULL
);

-- The executables that users add to those of the configuration.
CREATE TABLE executable (
    name        text PRIMARY KEY,
    provider    text NOT NULL,
    path        text,
    arguments   text[] NOT NULL,
    -- By variable: a text, or {"sealed": text} for a secret that is encrypted.
    environment jsonb NOT NULL,
    launch_mode text CHECK (launch_mode IN ('bidirectional', 'one-shot'))
);

CREATE TABLE project (
    id             uuid PRIMARY KEY,
    name           text NOT NULL UNIQUE,
    path           text NOT NULL,
    base_branch    text NOT NULL,
    agent_provider text,
    agent_runtime  text,
    models         jsonb NOT NULL,
    fallback_chain text[] NOT NULL,
    mcp_servers    jsonb NOT NULL,
    instructions   text,
    test_command   text,
    created_at     timestamptz NOT NULL
);

ALTER TABLE agent
    ADD COLUMN project        uuid REFERENCES project ON DELETE RESTRICT,
    ADD COLUMN fallback_chain text[] NOT NULL DEFAULT '{}',
    ADD COLUMN permissions    text NOT NULL DEFAULT 'full' CHECK (permissions IN ('full', 'edit', 'read-only')),
    ADD COLUMN mcp_servers    jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN instructions   text;
CREATE INDEX agent_project ON agent (project) WHERE project IS NOT NULL;

ALTER TABLE task ADD COLUMN project uuid REFERENCES project ON DELETE RESTRICT;
CREATE INDEX task_project ON task (project) WHERE project IS NOT NULL;

-- Every service keeps the settings and the executables in memory, and reads them again when they change.
CREATE FUNCTION tell_settings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_settings', '');
    RETURN NULL;
END $$;
CREATE TRIGGER setting_tells AFTER INSERT OR UPDATE OR DELETE ON setting
    FOR EACH STATEMENT EXECUTE FUNCTION tell_settings();
CREATE TRIGGER executable_tells AFTER INSERT OR UPDATE OR DELETE ON executable
    FOR EACH STATEMENT EXECUTE FUNCTION tell_settings();
