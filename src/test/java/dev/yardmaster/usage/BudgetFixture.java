package dev.yardmaster.usage;

import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** An agent whose sessions spend something, and the requests for its budget. */
final class BudgetFixture {
    private final Api api;
    private final Pool pool;
    private final BudgetLedger ledger;
    private final StoredSessions sessions;
    private final String agent;
    private final UUID agentId;

    BudgetFixture(Api api, Pool pool, BudgetLedger ledger) {
        this.api = api;
        this.pool = pool;
        this.ledger = ledger;
        this.sessions = new StoredSessions(pool);
        this.agent = api.agent("codex");
        this.agentId = UUID.fromString(api.json(api.get("/api/agents/" + agent)).getString("id"));
    }

    /** The name of the agent. */
    String agent() {
        return agent;
    }

    UUID agentId() {
        return agentId;
    }

    /** An exhausted budget would block the tasks of all other tests. */
    void removeAll() {
        sql("DELETE FROM budget");
    }

    void sql(String statement) {
        pool.query(statement).execute().await().indefinitely();
    }

    HttpResponse<String> put(String path, String body) {
        return api.send("PUT", "/api/budgets/" + path, body);
    }

    JsonObject get(String path) {
        return api.json(api.get("/api/budgets/" + path));
    }

    /** The paths of all budgets. @param more further parameters of the request */
    List<String> list(String more) {
        return paths(api.json(api.get("/api/budgets?limit=1000" + more)));
    }

    static List<String> paths(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("path"))
                .toList();
    }

    Budgets current() {
        return currentAt(Instant.now());
    }

    Budgets currentAt(Instant at) {
        return ledger.current(pool, at).await().indefinitely();
    }

    long spentTokens(HttpResponse<String> response) {
        return api.json(response).getJsonObject("spent").getLong("tokens");
    }

    /** Stores a session of the agent that has started now. @param columns the columns of the session as JSON */
    void spend(String columns) {
        spend(columns, Instant.now());
    }

    void spend(String columns, Instant startedAt) {
        sessions.store(new JsonObject(columns)
                .put("agent", agentId.toString())
                .put("agent_name", agent)
                .put("started_at", startedAt.toString()));
    }

    /** Stores a session of another agent. */
    void spendOfOthers(String columns) {
        sessions.store(new JsonObject(columns));
    }

    static Instant monthBegins() {
        return midnight().atOffset(ZoneOffset.UTC).withDayOfMonth(1).toInstant();
    }

    static Instant midnight() {
        return Instant.now().truncatedTo(ChronoUnit.DAYS);
    }
}
