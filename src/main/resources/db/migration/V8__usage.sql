-- What may be spent in a day, of UTC. That of the whole workspace has neither an agent nor a provider.
CREATE TABLE budget (
    agent    uuid REFERENCES agent ON DELETE CASCADE,
    provider text,
    usd      double precision CHECK (usd > 0),
    tokens   bigint CHECK (tokens > 0),
    UNIQUE NULLS NOT DISTINCT (agent, provider),
    CHECK (agent IS NULL OR provider IS NULL),
    CHECK (usd IS NOT NULL OR tokens IS NOT NULL)
);

CREATE TRIGGER budget_wakes AFTER INSERT OR UPDATE OR DELETE ON budget
    FOR EACH STATEMENT EXECUTE FUNCTION wake_dispatcher();
