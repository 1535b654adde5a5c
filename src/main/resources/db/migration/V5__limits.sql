-- The ledger of rate limits. A report that changes something is a new row, which takes the place of the one before: that is the history.
CREATE TABLE limit_entry (
    id            uuid PRIMARY KEY,
    executable    text NOT NULL,
    provider      text NOT NULL,
    -- A piece of the names of the models that it is for, in lower case; * for all.
    model_scope   text NOT NULL,
    window_name   text NOT NULL,
    blocked_until timestamptz NOT NULL,
    source        text NOT NULL CHECK (source IN ('default', 'text', 'probe', 'structured', 'manual')),
    confidence    double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    reported_at   timestamptz NOT NULL,
    session       uuid,
    text          text,
    -- When it was cleared by hand, or a later report took its place.
    cleared_at    timestamptz
);
CREATE UNIQUE INDEX limit_entry_current ON limit_entry (executable, model_scope, window_name) WHERE cleared_at IS NULL;

CREATE TRIGGER limit_wakes AFTER INSERT OR UPDATE OR DELETE ON limit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
