package dev.yardmaster.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.pool.Placement.Full;
import dev.yardmaster.pool.Placement.Placed;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slots in the real database, requested by many sessions at the same time. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class SlotsTest {
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

    @RepeatedTest(5)
    void shouldStartSixOfTwentySessions() {
        // Given
        String pool = fixture.pool(6, "steward:" + fixture.focus());

        // When
        List<UUID> started = fixture.startTogether(20, "codex");

        // Then
        assertThat(started).hasSize(6);
        assertThat(fixture.status(pool).getInteger("used")).isEqualTo(6);
    }

    @Test
    void shouldGiveReleasedSlotsToOtherSessions() {
        // Given
        fixture.pool(6, "steward:" + fixture.focus());
        fixture.pool(9);
        List<UUID> started = fixture.startTogether(20, "codex");
        fixture.endTogether(started.subList(0, 2));
        fixture.endTogether(started.subList(0, 1));

        // When
        List<UUID> next = fixture.startTogether(20, "codex");

        // Then
        assertThat(next).hasSize(2);
        assertThat(fixture.running()).isEqualTo(6);
        assertThat(fixture.leaked()).isZero();
    }

    @Test
    void shouldNeedSlotsInAllPools() {
        // Given
        String entry = "steward:" + fixture.focus();
        String each = fixture.pool(6, entry + "::3:codex", entry + "::3:opencode");
        String all = fixture.pool(5, entry);

        // When
        List<Optional<UUID>> started = SlotFixture.together(IntStream.range(0, 20)
                .mapToObj(i -> fixture.start(i % 2 == 0 ? "codex" : "opencode", NO_MODEL))
                .toList());

        // Then
        assertThat(started.stream().flatMap(Optional::stream)).hasSize(5);
        assertThat(fixture.status(all).getInteger("used")).isEqualTo(5);
        assertThat(fixture.used(each))
                .allMatch(used -> used <= 3)
                .satisfies(used ->
                        assertThat(used.stream().mapToInt(it -> it).sum()).isEqualTo(5));
    }

    @Test
    void shouldReleaseNoSlotsWhenTheTransactionFails() {
        // Given
        String pool = fixture.pool(2, "steward:" + fixture.focus());
        UUID session = fixture.startTogether(1, "codex").getFirst();

        // When
        database.withTransaction(transaction -> slots.release(transaction, session)
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("no"))))
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();

        // Then
        assertThat(fixture.status(pool).getInteger("used")).isEqualTo(1);
    }

    @Test
    void shouldShowAllPoolsToThePlanner() {
        // Given
        fixture.pool(1, "steward:" + fixture.focus());
        var request = new SlotRequest(fixture.kind(), "codex", NO_MODEL);
        Placement before = current(database).place(request);

        // When
        fixture.startTogether(1, "codex");

        // Then
        assertThat(before).isInstanceOf(Placed.class);
        assertThat(current(database).place(request)).isInstanceOf(Full.class);
    }

    @Test
    void shouldPublishTheSlotsAsMetrics() {
        // Given
        String pool = fixture.pool(3, "steward:" + fixture.focus());
        fixture.startTogether(2, "codex");

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
}
