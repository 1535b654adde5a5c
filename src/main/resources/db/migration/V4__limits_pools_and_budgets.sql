-- What restricts the start of sessions: rate limits of providers, shared slots and budgets.

-- A row is one report of a rate limit. A report that changes something is a new row, and the row that it replaces stays as history.
CREATE TABLE limit_entry (
    id            uuid PRIMARY KEY,
    executable    text NOT NULL,
    provider      text NOT NULL,
    -- A part of the names of the models that the limit applies to, in lower case; * for all models.
    model_scope   text NOT NULL,
    window_name   text NOT NULL,
    blocked_until timestamptz NOT NULL,
    source        text NOT NULL CHECK (source IN ('default', 'text', 'probe', 'structured', 'manual')),
    confidence    double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    reported_at   timestamptz NOT NULL,
    session       uuid,
    text          text,
    -- When it was cleared by hand, or replaced by a later report.
    cleared_at    timestamptz,
    -- How often in a row the limit was hit again after its end, without an answer in between.
    repeats       integer NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX limit_entry_current ON limit_entry (executable, model_scope, window_name) WHERE cleared_at IS NULL;

-- A row is a pool: a number of slots that agents share.
CREATE TABLE pool (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE,
    size       integer NOT NULL CHECK (size BETWEEN 1 AND 10000),
    enabled    boolean NOT NULL,
    -- An array of objects with role, mode, focus, priority, slots, provider and model; an entry's number is its index.
    entries    jsonb NOT NULL,
    created_at timestamptz NOT NULL
);

-- A row is an occupied slot. A running session holds one slot in each pool that applied to its agent when the session started or when
-- the pool was last changed.
CREATE TABLE pool_slot (
    session uuid NOT NULL REFERENCES session ON DELETE CASCADE,
    pool    uuid NOT NULL REFERENCES pool ON DELETE CASCADE,
    -- Null when the slot counts only towards the size of the pool.
    entry   integer,
    PRIMARY KEY (session, pool)
);
CREATE INDEX pool_slot_pool ON pool_slot (pool) INCLUDE (entry);

-- A row is a budget: of an agent, a provider, a project, a plan, or of the whole workspace when all four columns are null.
CREATE TABLE budget (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent           uuid REFERENCES agent ON DELETE CASCADE,
    provider        text,
    project         uuid REFERENCES project ON DELETE CASCADE,
    plan            uuid REFERENCES plan ON DELETE CASCADE,
    period          text NOT NULL CHECK (period IN ('day', 'month', 'total')),
    usd             double precision CHECK (usd > 0),
    tokens          bigint CHECK (tokens > 0),
    -- The IANA id of the zone in which days and months begin.
    time_zone       text CHECK ((time_zone IS NULL) = (period = 'total')),
    -- Null for no warnings.
    warning_percent integer CHECK (warning_percent BETWEEN 1 AND 99),
    UNIQUE NULLS NOT DISTINCT (agent, provider, project, plan, period),
    CHECK (num_nonnulls(agent, provider, project, plan) <= 1),
    CHECK (usd IS NOT NULL OR tokens IS NOT NULL)
);
