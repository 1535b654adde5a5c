-- What people configure: projects, agents, settings and executables.

-- A row is a project: a directory that agents work in, with defaults for the sessions that work on it.
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

-- A row is an agent of the crew. A null column means that the project, the settings or the configuration decide.
CREATE TABLE agent (
    id                   uuid PRIMARY KEY,
    name                 text NOT NULL UNIQUE,
    role                 text NOT NULL CHECK (role IN ('director', 'worker', 'steward')),
    mode                 text NOT NULL DEFAULT 'ephemeral' CHECK (mode IN ('ephemeral', 'persistent')),
    focus                text,
    tags                 text[] NOT NULL DEFAULT '{}',
    provider             text,
    model                text,
    executable           text,
    launch_mode          text CHECK (launch_mode IN ('bidirectional', 'one-shot')),
    -- Whether the agent's work may move to another executable.
    fallback             boolean NOT NULL DEFAULT true,
    fallback_chain       text[] NOT NULL DEFAULT '{}',
    max_concurrent_tasks integer NOT NULL CHECK (max_concurrent_tasks BETWEEN 1 AND 100),
    enabled              boolean NOT NULL,
    project              uuid REFERENCES project ON DELETE RESTRICT,
    permissions          text NOT NULL DEFAULT 'full' CHECK (permissions IN ('full', 'edit', 'read-only')),
    mcp_servers          jsonb NOT NULL DEFAULT '{}',
    instructions         text,
    created_at           timestamptz NOT NULL
);
CREATE INDEX agent_project ON agent (project) WHERE project IS NOT NULL;

-- The only row holds the settings of the workspace as one object, for agents and projects that do not override them.
CREATE TABLE settings (
    sole  boolean PRIMARY KEY DEFAULT true CHECK (sole),
    value jsonb NOT NULL
);
INSERT INTO settings (value) VALUES ('{}');

-- A row is an executable that a user added to those of the configuration.
CREATE TABLE executable (
    name        text PRIMARY KEY,
    provider    text NOT NULL,
    path        text,
    arguments   text[] NOT NULL,
    -- By variable name: a string, or {"sealed": string} for an encrypted secret.
    environment jsonb NOT NULL,
    launch_mode text CHECK (launch_mode IN ('bidirectional', 'one-shot'))
);

-- Every service keeps settings and executables in memory. This notification makes each service read them again after a change.
CREATE FUNCTION notify_settings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_settings', '');
    RETURN NULL;
END $$;
CREATE TRIGGER settings_notify AFTER INSERT OR UPDATE OR DELETE ON settings
    FOR EACH STATEMENT EXECUTE FUNCTION notify_settings_changed();
CREATE TRIGGER executable_notify AFTER INSERT OR UPDATE OR DELETE ON executable
    FOR EACH STATEMENT EXECUTE FUNCTION notify_settings_changed();
