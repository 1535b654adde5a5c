-- Requests that clients may repeat.

-- A row is an Idempotency-Key of a caller. It has one of three states: a service works on the request (running_until is in the future); the
-- work was interrupted (running_until is in the past); the request is answered (status is not null).
CREATE TABLE idempotency_key (
    -- The id of the token; for a user of an OpenID issuer, an id that is made of the issuer and the user. So it refers to no table.
    token         uuid NOT NULL,
    key           text NOT NULL,
    -- The SHA-256 of the method, the path and the body.
    fingerprint   bytea NOT NULL,
    -- The id of what the request creates. Repetitions keep it.
    reserved      uuid NOT NULL,
    -- Each execution of the request has another one, so that an execution that was given up changes nothing any more.
    attempt       uuid NOT NULL UNIQUE,
    -- Null once the request is answered.
    running_until timestamptz,
    expires_at    timestamptz NOT NULL,
    -- The answer.
    status        smallint,
    content_type  text,
    location      text,
    body          bytea,
    PRIMARY KEY (token, key),
    CHECK ((status IS NULL) = (running_until IS NOT NULL))
);
CREATE INDEX idempotency_key_expires_at ON idempotency_key (expires_at);
