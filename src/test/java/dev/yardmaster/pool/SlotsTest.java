package dev.yardmaster.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.pool.Placement.Full;
import dev.yardmaster.pool.Placement.Placed;
import dev.yardmaster.server.LocalService;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slots in the real database, fought for by many. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class SlotsTest {
    private static final Optional<String> NO_MODEL = Optional.empty();

    @TestHTTPResource
    URI base;

    @Inject
    Slots slots;

    @Inject
    io.vertx.mutiny.sqlclient.Pool database;

    private final List<String> pools = new ArrayList<>();
    private Api api;
    private Sidings sidings;

    @BeforeEach
    void connect() {
        api = LocalService.api(base);
        sidings = new Sidings(api, database, slots);
    }

    @AfterEach
    void clear() {
        pools.forEach(pool -> api.send("DELETE", "/api/pools/" + pool, ""));
        sidings.clear();
    }

    @RepeatedTest(5)
    void shouldLetSixOfTwentyWin() {
        // Given
        String pool = pool(6, "steward:" + sidings.focus());

        // When
        List<UUID> won = startTogether(20, "codex");

        // Then
        assertThat(won).hasSize(6);
        assertThat(status(pool).getInteger("used")).isEqualTo(6);
    }

    @Test
    void shouldGiveReleasedSlotsToOthers() {
        // Given
        pool(6, "steward:" + sidings.focus());
        pool(9);
        List<UUID> won = startTogether(20, "codex");
        endTogether(won.subList(0, 2));
        endTogether(won.subList(0, 1));

        // When
        List<UUID> next = startTogether(20, "codex");

        // Then
        assertThat(next).hasSize(2);
        assertThat(sidings.running()).isEqualTo(6);
        assertThat(sidings.leaked()).isZero();
    }

    @Test
    void shouldNeedSlotsOfEachProviderInAllPools() {
        // Given
        String entry = "steward:" + sidings.focus();
        String each = pool(6, entry + "::3:codex", entry + "::3:opencode");
        String all = pool(5, entry);

        // When
        List<Optional<UUID>> started = together(IntStream.range(0, 20)
                .mapToObj(i -> sidings.start(i % 2 == 0 ? "codex" : "opencode", NO_MODEL))
                .toList());

        // Then
        assertThat(started.stream().flatMap(Optional::stream)).hasSize(5);
        assertThat(status(all).getInteger("used")).isEqualTo(5);
        assertThat(used(each))
                .allMatch(used -> used <= 3)
                .satisfies(used ->
                        assertThat(used.stream().mapToInt(it -> it).sum()).isEqualTo(5));
    }

    @Test
    void shouldReleaseNothingWhenTheTransactionFails() {
        // Given
        String pool = pool(2, "steward:" + sidings.focus());
        UUID session = startTogether(1, "codex").getFirst();

        // When
        database.withTransaction(transaction -> slots.release(transaction, session)
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("no"))))
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();

        // Then
        assertThat(status(pool).getInteger("used")).isEqualTo(1);
    }

    @Test
    void shouldLetWhatRunsGoOnAndStartNothingWhenAPoolIsMadeSmaller() {
        // Given
        String pool = pool(6, "steward:" + sidings.focus());
        List<UUID> won = startTogether(6, "codex");

        // When
        api.json(patch(pool, "{\"size\": 2}"));

        // Then
        assertThat(status(pool).getInteger("used")).isEqualTo(6);
        endTogether(won.subList(0, 4));
        assertThat(startTogether(3, "codex")).isEmpty();
        endTogether(won.subList(4, 5));
        assertThat(startTogether(3, "codex")).hasSize(1);
    }

    @Test
    void shouldStartMoreWhenAPoolIsMadeLarger() {
        // Given
        String pool = pool(1, "steward:" + sidings.focus());
        startTogether(3, "codex");

        // When
        api.json(patch(pool, "{\"size\": 3}"));

        // Then
        assertThat(startTogether(5, "codex")).hasSize(2);
    }

    @Test
    void shouldCountWhatRunsInTheEntriesThatTakeThePlaceOfOthers() {
        // Given
        String entry = "steward:" + sidings.focus();
        String pool = pool(6, entry + "::3:codex:gpt-5.4", entry + "::2:opencode");
        together(IntStream.range(0, 4)
                .mapToObj(_ -> sidings.start("codex", Optional.of("gpt-5.4")))
                .toList());
        startTogether(1, "opencode");

        // When
        api.json(patch(
                pool,
                new JsonObject()
                        .put("entries", new JsonArray(List.of(entry + "::1:opencode", entry + ":7:3:codex")))
                        .encode()));

        // Then
        assertThat(used(pool)).containsExactly(1, 3);
        assertThat(startTogether(2, "codex")).isEmpty();
        assertThat(startTogether(2, "opencode")).isEmpty();
    }

    @Test
    void shouldCountWhatRanBeforeThePoolByTheModelThatWasChosen() {
        // Given
        sidings.runs("claude-code", "opus", "claude-opus-4-5-20251101");
        sidings.runs("claude-code", "sonnet", "claude-sonnet-4-5");
        String entry = "steward:" + sidings.focus();

        // When
        String pool = pool(6, entry + "::2:claude-code:Opus", entry + "::2:codex");

        // Then
        assertThat(status(pool).getInteger("used")).isEqualTo(2);
        assertThat(used(pool)).containsExactly(1, 0);
    }

    @Test
    void shouldCountWhatStartedWhileAPoolWasOff() {
        // Given
        String pool = pool(2, "steward:" + sidings.focus());
        api.json(patch(pool, "{\"enabled\": false}"));
        startTogether(3, "codex");
        int off = status(pool).getInteger("used");

        // When
        api.json(patch(pool, "{\"enabled\": true}"));

        // Then
        assertThat(off).isZero();
        assertThat(status(pool).getInteger("used")).isEqualTo(3);
        assertThat(startTogether(2, "codex")).isEmpty();
    }

    @Test
    void shouldLetSessionsGoOnWithoutThePoolThatIsRemoved() {
        // Given
        String pool = pool(2, "steward:" + sidings.focus());
        startTogether(3, "codex");

        // When
        int status = api.send("DELETE", "/api/pools/" + pool, "").statusCode();

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(sidings.running()).isEqualTo(2);
        assertThat(startTogether(3, "codex")).hasSize(3);
    }

    @RepeatedTest(5)
    void shouldCountRightWhilePoolsChangeAndSessionsStartAndEnd() {
        // Given
        String entry = "steward:" + sidings.focus();
        String first = pool(40, entry);
        List<UUID> running = startTogether(10, "codex");
        List<Uni<Void>> all = new ArrayList<>();
        running.subList(0, 6).forEach(session -> all.add(sidings.end(session)));
        IntStream.range(0, 12)
                .forEach(_ -> all.add(sidings.start("codex", NO_MODEL).replaceWithVoid()));
        IntStream.range(0, 3)
                .forEach(i -> all.add(sent("PATCH", "/api/pools/" + first, entries(entry + ":" + i + ":40:codex"))));
        String second = "late-" + UUID.randomUUID().toString().substring(0, 8);
        pools.add(second);
        all.add(sent("POST", "/api/pools", entries(entry).put("name", second).put("size", 40)));
        Collections.shuffle(all);

        // When
        Uni.join().all(all).andFailFast().await().indefinitely();

        // Then
        assertThat(sidings.running()).isEqualTo(16);
        assertThat(List.of(status(first), status(second))).allSatisfy(status -> {
            assertThat(status.getInteger("used")).isEqualTo(16);
            assertThat(status.getJsonArray("entries").getJsonObject(0).getInteger("used"))
                    .isEqualTo(16);
        });
        assertThat(sidings.leaked()).isZero();
    }

    @Test
    void shouldNotCountASessionThatEndsWhileItsPoolChanges() {
        // Given
        String pool = pool(6, "steward:" + sidings.focus());
        UUID session = startTogether(1, "codex").getFirst();
        var change = new CompletableFuture<JsonObject>();

        // When
        sidings.end(session, () -> {
                    Thread.startVirtualThread(() -> change.complete(api.json(patch(pool, "{\"size\": 5}"))));
                    return untilSomebodyWaits();
                })
                .await()
                .indefinitely();

        // Then
        assertThat(change.join().getInteger("used")).isZero();
        assertThat(sidings.leaked()).isZero();
    }

    @Test
    void shouldShowAllPoolsToThePlanner() {
        // Given
        pool(1, "steward:" + sidings.focus());
        var occupant = new Occupant(sidings.kind(), "codex", NO_MODEL);
        Placement before = current(database).place(occupant);

        // When
        startTogether(1, "codex");

        // Then
        assertThat(before).isInstanceOf(Placed.class);
        assertThat(current(database).place(occupant)).isInstanceOf(Full.class);
    }

    @Test
    void shouldTellMonitoring() {
        // Given
        String pool = pool(3, "steward:" + sidings.focus());
        startTogether(2, "codex");

        // When
        await().untilAsserted(() -> assertThat(api.get("/q/metrics").body())
                .contains(
                        "yardmaster_pool_slots_used{pool=\"" + pool + "\"} 2.0",
                        "yardmaster_pool_slots_size{pool=\"" + pool + "\"} 3.0"));
        api.send("DELETE", "/api/pools/" + pool, "");

        // Then
        await().untilAsserted(() -> assertThat(api.get("/q/metrics").body()).doesNotContain(pool));
    }

    private Occupancy current(SqlClient client) {
        return slots.current(client).await().indefinitely();
    }

    private List<UUID> startTogether(int count, String provider) {
        return together(IntStream.range(0, count)
                        .mapToObj(_ -> sidings.start(provider, NO_MODEL))
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private void endTogether(List<UUID> sessions) {
        Uni.join()
                .all(sessions.stream().map(sidings::end).toList())
                .andFailFast()
                .await()
                .indefinitely();
    }

    private static List<Optional<UUID>> together(List<Uni<Optional<UUID>>> starts) {
        return Uni.join().all(starts).andFailFast().await().indefinitely();
    }

    private Uni<Void> sent(String method, String path, JsonObject body) {
        return Uni.createFrom()
                .item(() -> api.json(api.send(method, path, body.encode())))
                .runSubscriptionOn(Thread::startVirtualThread)
                .replaceWithVoid();
    }

    /** Until a transaction waits for another. */
    private Uni<Void> untilSomebodyWaits() {
        return database.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .repeat()
                .until(count -> count > 0)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private String pool(int size, String... entries) {
        String name = "pool-" + UUID.randomUUID().toString().substring(0, 8);
        api.json(api.post("/api/pools", entries(entries).put("name", name).put("size", size)));
        pools.add(name);
        return name;
    }

    private static JsonObject entries(String... entries) {
        return new JsonObject().put("entries", new JsonArray(List.of(entries)));
    }

    private JsonObject status(String pool) {
        return api.json(api.get("/api/pools/" + pool));
    }

    private List<Integer> used(String pool) {
        return status(pool).getJsonArray("entries").stream()
                .map(entry -> ((JsonObject) entry).getInteger("used"))
                .toList();
    }

    private HttpResponse<String> patch(String pool, String body) {
        return api.send("PATCH", "/api/pools/" + pool, body);
    }
}
