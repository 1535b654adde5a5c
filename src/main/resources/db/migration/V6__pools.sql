-- Slots that agents share.
CREATE TABLE pool (
    id         uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE,
    size       integer NOT NULL CHECK (size BETWEEN 1 AND 10000),
    enabled    boolean NOT NULL,
    -- Objects of role, mode, focus, priority, slots, provider and model; an entry's number is its place among them.
    entries    jsonb NOT NULL,
    created_at timestamptz NOT NULL
);

-- Who holds a slot: a session that runs holds one in each pool that governed its agent when it started, or when the pool was changed.
CREATE TABLE pool_slot (
    session uuid NOT NULL REFERENCES session ON DELETE CASCADE,
    pool    uuid NOT NULL REFERENCES pool ON DELETE CASCADE,
    -- Null when it counts for the pool's size only.
    entry   integer,
    PRIMARY KEY (session, pool)
);
CREATE INDEX pool_slot_pool ON pool_slot (pool) INCLUDE (entry);

CREATE TRIGGER pool_wakes AFTER INSERT OR UPDATE OR DELETE ON pool
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
CREATE TRIGGER pool_slot_wakes AFTER DELETE ON pool_slot
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
