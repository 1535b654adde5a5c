package dev.yardmaster.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
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

/** Changes pools in the real database while sessions are running. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PoolChangeTest {
    private static final Optional<String> NO_MODEL = Optional.empty();

    @Inject
    Slots slots;

    @Inject
    io.vertx.mutiny.sqlclient.Pool database;

    private final Api api = LocalService.api();
    private SlotFixture fixture;

    @BeforeEach
    void connect() {
        fixture = new SlotFixture(api, database, slots);
    }

    @AfterEach
    void clear() {
        fixture.clear();
    }

    @Test
    void shouldKeepSessionsAndStartNoneWhenAPoolBecomesSmaller() {
        // Given
        String pool = fixture.pool(6, "steward:" + fixture.focus());
        List<UUID> started = fixture.startTogether(6, "codex");

        // When
        api.json(fixture.patch(pool, "{\"size\": 2}"));

        // Then
        assertThat(fixture.status(pool).getInteger("used")).isEqualTo(6);
        fixture.endTogether(started.subList(0, 4));
        assertThat(fixture.startTogether(3, "codex")).isEmpty();
        fixture.endTogether(started.subList(4, 5));
        assertThat(fixture.startTogether(3, "codex")).hasSize(1);
    }

    @Test
    void shouldStartMoreSessionsWhenAPoolBecomesLarger() {
        // Given
        String pool = fixture.pool(1, "steward:" + fixture.focus());
        fixture.startTogether(3, "codex");

        // When
        api.json(fixture.patch(pool, "{\"size\": 3}"));

        // Then
        assertThat(fixture.startTogether(5, "codex")).hasSize(2);
    }

    @Test
    void shouldCountRunningSessionsInTheNewEntries() {
        // Given
        String entry = "steward:" + fixture.focus();
        String pool = fixture.pool(6, entry + "::3:codex:gpt-5.4", entry + "::2:opencode");
        SlotFixture.together(IntStream.range(0, 4)
                .mapToObj(_ -> fixture.start("codex", Optional.of("gpt-5.4")))
                .toList());
        fixture.startTogether(1, "opencode");

        // When
        api.json(fixture.patch(
                pool,
                new JsonObject()
                        .put("entries", new JsonArray(List.of(entry + "::1:opencode", entry + ":7:3:codex")))
                        .encode()));

        // Then
        assertThat(fixture.used(pool)).containsExactly(1, 3);
        assertThat(fixture.startTogether(2, "codex")).isEmpty();
        assertThat(fixture.startTogether(2, "opencode")).isEmpty();
    }

    @Test
    void shouldCountEarlierSessionsByTheirRequestedModel() {
        // Given
        fixture.startWithoutSlots("claude-code", "opus", "claude-opus-4-5-20251101");
        fixture.startWithoutSlots("claude-code", "sonnet", "claude-sonnet-4-5");
        String entry = "steward:" + fixture.focus();

        // When
        String pool = fixture.pool(6, entry + "::2:claude-code:Opus", entry + "::2:codex");

        // Then
        assertThat(fixture.status(pool).getInteger("used")).isEqualTo(2);
        assertThat(fixture.used(pool)).containsExactly(1, 0);
    }

    @Test
    void shouldCountSessionsThatStartedWhileThePoolWasDisabled() {
        // Given
        String pool = fixture.pool(2, "steward:" + fixture.focus());
        api.json(fixture.patch(pool, "{\"enabled\": false}"));
        fixture.startTogether(3, "codex");
        int disabled = fixture.status(pool).getInteger("used");

        // When
        api.json(fixture.patch(pool, "{\"enabled\": true}"));

        // Then
        assertThat(disabled).isZero();
        assertThat(fixture.status(pool).getInteger("used")).isEqualTo(3);
        assertThat(fixture.startTogether(2, "codex")).isEmpty();
    }

    @Test
    void shouldKeepSessionsWhenTheirPoolIsRemoved() {
        // Given
        String pool = fixture.pool(2, "steward:" + fixture.focus());
        fixture.startTogether(3, "codex");

        // When
        int status = api.send("DELETE", "/api/pools/" + pool, "").statusCode();

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(fixture.running()).isEqualTo(2);
        assertThat(fixture.startTogether(3, "codex")).hasSize(3);
    }

    @RepeatedTest(5)
    void shouldCountCorrectlyWhilePoolsChangeAndSessionsStartAndEnd() {
        // Given
        String entry = "steward:" + fixture.focus();
        String first = fixture.pool(40, entry);
        List<UUID> running = fixture.startTogether(10, "codex");
        List<Uni<Void>> actions = new ArrayList<>();
        running.subList(0, 6).forEach(session -> actions.add(fixture.end(session)));
        IntStream.range(0, 12)
                .forEach(_ -> actions.add(fixture.start("codex", NO_MODEL).replaceWithVoid()));
        IntStream.range(0, 3)
                .forEach(i -> actions.add(
                        send("PATCH", "/api/pools/" + first, SlotFixture.entries(entry + ":" + i + ":40:codex"))));
        String second = "late-" + UUID.randomUUID().toString().substring(0, 8);
        fixture.removeLater(second);
        actions.add(send(
                "POST",
                "/api/pools",
                SlotFixture.entries(entry).put("name", second).put("size", 40)));
        Collections.shuffle(actions);

        // When
        Uni.join().all(actions).andFailFast().await().indefinitely();

        // Then
        assertThat(fixture.running()).isEqualTo(16);
        assertThat(List.of(fixture.status(first), fixture.status(second))).allSatisfy(status -> {
            assertThat(status.getInteger("used")).isEqualTo(16);
            assertThat(status.getJsonArray("entries").getJsonObject(0).getInteger("used"))
                    .isEqualTo(16);
        });
        assertThat(fixture.leaked()).isZero();
    }

    @Test
    void shouldNotCountASessionThatEndsWhileItsPoolChanges() {
        // Given
        String pool = fixture.pool(6, "steward:" + fixture.focus());
        UUID session = fixture.startTogether(1, "codex").getFirst();
        var change = new CompletableFuture<JsonObject>();

        // When
        fixture.end(session, () -> {
                    Thread.startVirtualThread(() -> change.complete(api.json(fixture.patch(pool, "{\"size\": 5}"))));
                    return untilATransactionWaits();
                })
                .await()
                .indefinitely();

        // Then
        assertThat(change.join().getInteger("used")).isZero();
        assertThat(fixture.leaked()).isZero();
    }

    private Uni<Void> send(String method, String path, JsonObject body) {
        return Uni.createFrom()
                .item(() -> api.json(api.send(method, path, body.encode())))
                .runSubscriptionOn(Thread::startVirtualThread)
                .replaceWithVoid();
    }

    /** Completes when a transaction waits for the lock of another one. */
    private Uni<Void> untilATransactionWaits() {
        return database.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .repeat()
                .until(count -> count > 0)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
