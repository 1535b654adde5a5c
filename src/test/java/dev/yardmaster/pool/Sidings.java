package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.pool.Placement.Full;
import dev.yardmaster.pool.Placement.Placed;
import dev.yardmaster.testkit.Api;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Sessions of an agent of its own in the real database, which start and end as the service's do, but for what they would run. */
final class Sidings {
    private static final String INSERT = """
            INSERT INTO session (id, instance, agent, agent_name, provider, executable, model, resolution, mode, directory, state, started_at)
            VALUES ($1, $1, $2, 'a', $3, $3, $4, $5, 'bidirectional', '/', 'running', now())
            """;

    private final io.vertx.mutiny.sqlclient.Pool database;
    private final Slots slots;
    private final String focus;
    private final UUID agent;

    /** Its agent is a steward of something that nobody else looks after, so that no other test's pools are for it. */
    Sidings(Api api, io.vertx.mutiny.sqlclient.Pool database, Slots slots) {
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
                .chain(occupancy -> switch (occupancy.place(new Occupant(kind(), provider, model))) {
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

    /** Takes all of its sessions away. */
    void clear() {
        database.preparedQuery("DELETE FROM session WHERE agent = $1")
                .execute(Tuple.of(agent))
                .await()
                .indefinitely();
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
