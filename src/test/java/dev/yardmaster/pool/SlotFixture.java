package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
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
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Sessions of an agent of its own in the real database, which start and end as the service's do, but for what they would run. */
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

    /** Its agent is a steward of something that nobody else looks after, so that no other test's pools are for it. */
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

    /** A session that has started in the slots it found; empty when there were none for it. */
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

    /** A session that runs without slots, as one does that was there before the pools. */
    UUID runs(String provider, String model, String calledByItsCli) {
        return database.withTransaction(
                        transaction -> stored(transaction, provider, Optional.of(model), Optional.of(calledByItsCli)))
                .await()
                .indefinitely();
    }

    Uni<Void> end(UUID session) {
        return end(session, () -> Uni.createFrom().voidItem());
    }

    /** Ends a session, with something to wait for before its end is committed. */
    Uni<Void> end(UUID session, Supplier<Uni<Void>> last) {
        return database.withTransaction(transaction -> transaction
                .preparedQuery("UPDATE session SET state = 'completed', ended_at = now() WHERE id = $1")
                .execute(Tuple.of(session))
                .chain(() -> slots.release(transaction, session))
                .chain(() -> last.get()));
    }

    /** How many of its sessions run. */
    long running() {
        return count("SELECT count(*) FROM session WHERE agent = $1 AND ended_at IS NULL");
    }

    /** How many slots its sessions hold that have ended. */
    long leaked() {
        return count("SELECT count(*) FROM pool_slot p JOIN session s ON s.id = p.session"
                + " WHERE s.agent = $1 AND s.ended_at IS NOT NULL");
    }

    /** Takes its pools and all of its sessions away. */
    void clear() {
        pools.forEach(pool -> api.send("DELETE", "/api/pools/" + pool, ""));
        database.preparedQuery("DELETE FROM session WHERE agent = $1")
                .execute(Tuple.of(agent))
                .await()
                .indefinitely();
    }

    /** The sessions that have started, of so many that try to at the same time. */
    List<UUID> startTogether(int count, String provider) {
        return together(IntStream.range(0, count)
                        .mapToObj(_ -> start(provider, Optional.empty()))
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Ends them at the same time. */
    void endTogether(List<UUID> sessions) {
        Uni.join()
                .all(sessions.stream().map(this::end).toList())
                .andFailFast()
                .await()
                .indefinitely();
    }

    /** What all answer, asked at the same time. */
    static List<Optional<UUID>> together(List<Uni<Optional<UUID>>> starts) {
        return Uni.join().all(starts).andFailFast().await().indefinitely();
    }

    /** Adds a pool; returns its name. */
    String pool(int size, String... entries) {
        String name = "pool-" + UUID.randomUUID().toString().substring(0, 8);
        api.json(api.post("/api/pools", entries(entries).put("name", name).put("size", size)));
        owns(name);
        return name;
    }

    /** Has a pool removed when all is over. */
    void owns(String pool) {
        pools.add(pool);
    }

    /** The entries of a pool in a request. */
    static JsonObject entries(String... entries) {
        return new JsonObject().put("entries", new JsonArray(List.of(entries)));
    }

    /** A pool as the API shows it. */
    JsonObject status(String pool) {
        return api.json(api.get("/api/pools/" + pool));
    }

    /** How many slots are used of each of a pool's entries. */
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
            SqlConnection transaction, String provider, Optional<String> model, Optional<String> calledByItsCli) {
        UUID session = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        JsonObject resolution = new JsonObject();
        model.ifPresent(name -> resolution.put("model", name));
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(session, agent, provider, calledByItsCli.orElse(null), resolution))
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
