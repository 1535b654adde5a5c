package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.id.Ids;
import dev.yardmaster.pool.Placement.Full;
import dev.yardmaster.pool.Placement.Placed;
import dev.yardmaster.testkit.Api;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Sessions of one agent in the real database. They start and end with the same statements as the service's sessions, but they run no CLI.
 */
final class SlotFixture {
    private static final String INSERT = """
            INSERT INTO session (id, instance, agent, agent_name, provider, executable, model, resolution, mode, directory, state, started_at)
            VALUES ($1, $1, $2, 'a', $3, $3, $4, $5, 'bidirectional', '/', 'running', now())
            """;

    private final io.vertx.mutiny.sqlclient.Pool database;
    private final Slots slots;
    private final Api api;
    private final List<String> pools = new ArrayList<>();
    private final String focus;
    private final UUID agent;

    /** The agent is a steward with a unique focus, so the pools of other tests don't apply to it. */
    SlotFixture(Api api, io.vertx.mutiny.sqlclient.Pool database, Slots slots) {
        this.api = api;
        this.database = database;
        this.slots = slots;
        this.focus = "focus-" + UUID.randomUUID().toString().substring(0, 8);
        String name = api.agent(
                new JsonObject().put("role", "steward").put("focus", focus).put("enabled", false));
        this.agent = UUID.fromString(api.json(api.get("/api/agents/" + name)).getString("id"));
    }

    String focus() {
        return focus;
    }

    AgentKind kind() {
        return new AgentKind(Role.STEWARD, AgentMode.EPHEMERAL, Optional.of(focus));
    }

    /** Starts a session and takes its slots; empty if no slots are free. */
    Uni<Optional<UUID>> start(String provider, Optional<String> model) {
        return database.withTransaction(transaction -> slots.locked(transaction, kind())
                .chain(occupancy -> switch (occupancy.place(new SlotRequest(kind(), provider, model))) {
                    case Placed placed ->
                        stored(transaction, provider, model, model)
                                .call(session -> slots.take(transaction, session, placed.slots()))
                                .map(Optional::of);
                    case Full _ -> Uni.createFrom().item(Optional.empty());
                }));
    }

    /** Starts a session without slots, like one that started before its pools existed. */
    UUID startWithoutSlots(String provider, String model, String reportedModel) {
        return database.withTransaction(
                        transaction -> stored(transaction, provider, Optional.of(model), Optional.of(reportedModel)))
                .await()
                .indefinitely();
    }

    Uni<Void> end(UUID session) {
        return end(session, () -> Uni.createFrom().voidItem());
    }

    /** Ends a session. The transaction waits for {@code beforeCommit}. */
    Uni<Void> end(UUID session, Supplier<Uni<Void>> beforeCommit) {
        return database.withTransaction(transaction -> transaction
                .preparedQuery("UPDATE session SET state = 'completed', ended_at = now() WHERE id = $1")
                .execute(Tuple.of(session))
                .chain(() -> slots.release(transaction, session))
                .chain(beforeCommit::get));
    }

    /** How many of the sessions are running. */
    long running() {
        return count("SELECT count(*) FROM session WHERE agent = $1 AND ended_at IS NULL");
    }

    /** How many slots ended sessions still hold. */
    long leaked() {
        return count("SELECT count(*) FROM pool_slot p JOIN session s ON s.id = p.session"
                + " WHERE s.agent = $1 AND s.ended_at IS NOT NULL");
    }

    /** Removes the pools and sessions. */
    void clear() {
        pools.forEach(pool -> api.send("DELETE", "/api/pools/" + pool, ""));
        database.preparedQuery("DELETE FROM session WHERE agent = $1")
                .execute(Tuple.of(agent))
                .await()
                .indefinitely();
    }

    /** Tries to start sessions at the same time; returns those that started. */
    List<UUID> startTogether(int count, String provider) {
        return together(IntStream.range(0, count)
                        .mapToObj(_ -> start(provider, Optional.empty()))
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Ends sessions at the same time. */
    void endTogether(List<UUID> sessions) {
        Uni.join()
                .all(sessions.stream().map(this::end).toList())
                .andFailFast()
                .await()
                .indefinitely();
    }

    /** Runs all at the same time; returns their results. */
    static List<Optional<UUID>> together(List<Uni<Optional<UUID>>> starts) {
        return Uni.join().all(starts).andFailFast().await().indefinitely();
    }

    /** Adds a pool; returns its name. */
    String pool(int size, String... entries) {
        String name = "pool-" + UUID.randomUUID().toString().substring(0, 8);
        api.json(api.post("/api/pools", entries(entries).put("name", name).put("size", size)));
        removeLater(name);
        return name;
    }

    /** Registers a pool that {@link #clear} removes. */
    void removeLater(String pool) {
        pools.add(pool);
    }

    /** A request with these entries. */
    static JsonObject entries(String... entries) {
        return new JsonObject().put("entries", new JsonArray(List.of(entries)));
    }

    /** The pool as the API returns it. */
    JsonObject status(String pool) {
        return api.json(api.get("/api/pools/" + pool));
    }

    /** How many slots of each entry are in use. */
    List<Integer> used(String pool) {
        return status(pool).getJsonArray("entries").stream()
                .map(entry -> ((JsonObject) entry).getInteger("used"))
                .toList();
    }

    /** Changes a pool. */
    HttpResponse<String> patch(String pool, String body) {
        return api.send("PATCH", "/api/pools/" + pool, body);
    }

    private Uni<UUID> stored(
            SqlConnection transaction, String provider, Optional<String> model, Optional<String> reportedModel) {
        UUID session = Ids.next();
        JsonObject resolution = new JsonObject();
        model.ifPresent(name -> resolution.put("model", name));
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(session, agent, provider, reportedModel.orElse(null), resolution))
                .replaceWith(session);
    }

    private long count(String sql) {
        return database.preparedQuery(sql)
                .execute(Tuple.of(agent))
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .indefinitely();
    }
}
