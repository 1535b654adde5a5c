-- Who may call the API.

-- A row is a token. Only its hash is stored.
CREATE TABLE access_token (
    id           uuid PRIMARY KEY,
    name         text NOT NULL,
    -- The SHA-256 of the token.
    hash         bytea NOT NULL UNIQUE,
    role         text NOT NULL CHECK (role IN ('admin', 'operator', 'viewer')),
    -- The name of the token that created this one; null for the token of a home.
    created_by   text,
    -- The id of the installation whose file contains this token; null for others.
    installation uuid,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    -- Up to a minute late.
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE UNIQUE INDEX access_token_name ON access_token (name) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX access_token_home ON access_token (installation) WHERE revoked_at IS NULL;

-- Every service keeps the valid tokens in memory. This notification makes each service read them again after a change.
CREATE FUNCTION notify_tokens_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_tokens', '');
    RETURN NULL;
END $$;
CREATE TRIGGER access_token_notify AFTER INSERT OR DELETE OR UPDATE OF name, expires_at, revoked_at ON access_token
    FOR EACH STATEMENT EXECUTE FUNCTION notify_tokens_changed();

-- A row is a login of a browser with a token. It ends with the token. Only the hash of its cookie is stored.
CREATE TABLE login (
    -- The SHA-256 of the cookie's text.
    hash       bytea PRIMARY KEY,
    token      uuid NOT NULL REFERENCES access_token ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX login_token ON login (token);
CREATE INDEX login_expires_at ON login (expires_at);

-- Every service keeps the logins in memory, as it keeps the tokens.
CREATE FUNCTION notify_logins_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yardmaster_logins', '');
    RETURN NULL;
END $$;
CREATE TRIGGER login_notify AFTER INSERT OR UPDATE OR DELETE ON login
    FOR EACH STATEMENT EXECUTE FUNCTION notify_logins_changed();
