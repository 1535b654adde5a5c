package dev.yardmaster.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.server.LocalService;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
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

/** Pools of the real database that change while sessions run. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PoolChangeTest {
    private static final Optional<String> NO_MODEL = Optional.empty();

    @TestHTTPResource
    URI base;

    @Inject
    Slots slots;

    @Inject
    io.vertx.mutiny.sqlclient.Pool database;

    private Api api;
    private SlotFixture sidings;

    @BeforeEach
    void connect() {
        api = LocalService.api(base);
        sidings = new SlotFixture(api, database, slots);
    }

    @AfterEach
    void clear() {
        sidings.clear();
    }

    @Test
    void shouldLetWhatRunsGoOnAndStartNothingWhenAPoolIsMadeSmaller() {
        // Given
        String pool = sidings.pool(6, "steward:" + sidings.focus());
        List<UUID> won = sidings.startTogether(6, "codex");

        // When
        api.json(sidings.patch(pool, "{\"size\": 2}"));

        // Then
        assertThat(sidings.status(pool).getInteger("used")).isEqualTo(6);
        sidings.endTogether(won.subList(0, 4));
        assertThat(sidings.startTogether(3, "codex")).isEmpty();
        sidings.endTogether(won.subList(4, 5));
        assertThat(sidings.startTogether(3, "codex")).hasSize(1);
    }

    @Test
    void shouldStartMoreWhenAPoolIsMadeLarger() {
        // Given
        String pool = sidings.pool(1, "steward:" + sidings.focus());
        sidings.startTogether(3, "codex");

        // When
        api.json(sidings.patch(pool, "{\"size\": 3}"));

        // Then
        assertThat(sidings.startTogether(5, "codex")).hasSize(2);
    }

    @Test
    void shouldCountWhatRunsInTheEntriesThatTakeThePlaceOfOthers() {
        // Given
        String entry = "steward:" + sidings.focus();
        String pool = sidings.pool(6, entry + "::3:codex:gpt-5.4", entry + "::2:opencode");
        SlotFixture.together(IntStream.range(0, 4)
                .mapToObj(_ -> sidings.start("codex", Optional.of("gpt-5.4")))
                .toList());
        sidings.startTogether(1, "opencode");

        // When
        api.json(sidings.patch(
                pool,
                new JsonObject()
                        .put("entries", new JsonArray(List.of(entry + "::1:opencode", entry + ":7:3:codex")))
                        .encode()));

        // Then
        assertThat(sidings.used(pool)).containsExactly(1, 3);
        assertThat(sidings.startTogether(2, "codex")).isEmpty();
        assertThat(sidings.startTogether(2, "opencode")).isEmpty();
    }

    @Test
    void shouldCountWhatRanBeforeThePoolByTheModelThatWasChosen() {
        // Given
        sidings.runs("claude-code", "opus", "claude-opus-4-5-20251101");
        sidings.runs("claude-code", "sonnet", "claude-sonnet-4-5");
        String entry = "steward:" + sidings.focus();

        // When
        String pool = sidings.pool(6, entry + "::2:claude-code:Opus", entry + "::2:codex");

        // Then
        assertThat(sidings.status(pool).getInteger("used")).isEqualTo(2);
        assertThat(sidings.used(pool)).containsExactly(1, 0);
    }

    @Test
    void shouldCountWhatStartedWhileAPoolWasOff() {
        // Given
        String pool = sidings.pool(2, "steward:" + sidings.focus());
        api.json(sidings.patch(pool, "{\"enabled\": false}"));
        sidings.startTogether(3, "codex");
        int off = sidings.status(pool).getInteger("used");

        // When
        api.json(sidings.patch(pool, "{\"enabled\": true}"));

        // Then
        assertThat(off).isZero();
        assertThat(sidings.status(pool).getInteger("used")).isEqualTo(3);
        assertThat(sidings.startTogether(2, "codex")).isEmpty();
    }

    @Test
    void shouldLetSessionsGoOnWithoutThePoolThatIsRemoved() {
        // Given
        String pool = sidings.pool(2, "steward:" + sidings.focus());
        sidings.startTogether(3, "codex");

        // When
        int status = api.send("DELETE", "/api/pools/" + pool, "").statusCode();

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(sidings.running()).isEqualTo(2);
        assertThat(sidings.startTogether(3, "codex")).hasSize(3);
    }

    @RepeatedTest(5)
    void shouldCountRightWhilePoolsChangeAndSessionsStartAndEnd() {
        // Given
        String entry = "steward:" + sidings.focus();
        String first = sidings.pool(40, entry);
        List<UUID> running = sidings.startTogether(10, "codex");
        List<Uni<Void>> all = new ArrayList<>();
        running.subList(0, 6).forEach(session -> all.add(sidings.end(session)));
        IntStream.range(0, 12)
                .forEach(_ -> all.add(sidings.start("codex", NO_MODEL).replaceWithVoid()));
        IntStream.range(0, 3)
                .forEach(i -> all.add(
                        sent("PATCH", "/api/pools/" + first, SlotFixture.entries(entry + ":" + i + ":40:codex"))));
        String second = "late-" + UUID.randomUUID().toString().substring(0, 8);
        sidings.owns(second);
        all.add(sent(
                "POST",
                "/api/pools",
                SlotFixture.entries(entry).put("name", second).put("size", 40)));
        Collections.shuffle(all);

        // When
        Uni.join().all(all).andFailFast().await().indefinitely();

        // Then
        assertThat(sidings.running()).isEqualTo(16);
        assertThat(List.of(sidings.status(first), sidings.status(second))).allSatisfy(status -> {
            assertThat(status.getInteger("used")).isEqualTo(16);
            assertThat(status.getJsonArray("entries").getJsonObject(0).getInteger("used"))
                    .isEqualTo(16);
        });
        assertThat(sidings.leaked()).isZero();
    }

    @Test
    void shouldNotCountASessionThatEndsWhileItsPoolChanges() {
        // Given
        String pool = sidings.pool(6, "steward:" + sidings.focus());
        UUID session = sidings.startTogether(1, "codex").getFirst();
        var change = new CompletableFuture<JsonObject>();

        // When
        sidings.end(session, () -> {
                    Thread.startVirtualThread(() -> change.complete(api.json(sidings.patch(pool, "{\"size\": 5}"))));
                    return untilSomebodyWaits();
                })
                .await()
                .indefinitely();

        // Then
        assertThat(change.join().getInteger("used")).isZero();
        assertThat(sidings.leaked()).isZero();
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
}
