package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.limit.FailureCause.Quota;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class LimitLedgerTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @Inject
    LimitLedger ledger;

    @Inject
    LimitRepository repository;

    @Inject
    Notifications notifications;

    @Inject
    Pool pool;

    private final String executable = "ledger-" + UUID.randomUUID();

    @Test
    void shouldStoreAReport() {
        // Given
        UUID session = UUID.randomUUID();
        Instant reset = NOW.plus(Duration.ofDays(6)).plusMillis(123);
        var limit = new Quota("opus", "seven_day_opus", reset, LimitSource.STRUCTURED, 1);

        // When
        record(new LimitReport(
                executable, "claude-code", limit, NOW, Optional.of(session), Optional.of("You've hit …")));

        // Then
        assertThat(current())
                .singleElement()
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(new Limit(
                        session,
                        executable,
                        "claude-code",
                        "opus",
                        "seven_day_opus",
                        reset,
                        LimitSource.STRUCTURED,
                        1,
                        NOW,
                        0,
                        Optional.of(session),
                        Optional.of("You've hit …"),
                        Optional.empty()));
    }

    @Test
    void shouldNotLetAGuessReplaceAFact() {
        // Given
        record(report(LimitSource.STRUCTURED, Duration.ofMinutes(1)));

        // When
        record(report(LimitSource.DEFAULT, Duration.ofHours(1)));

        // Then
        assertThat(current()).extracting(Limit::source).containsExactly(LimitSource.STRUCTURED);
        assertThat(history()).hasSize(1);
    }

    @Test
    void shouldReplaceALimitThatHasEnded() {
        // Given
        record(new LimitReport(
                executable,
                "claude-code",
                new Quota("*", "five_hour", NOW.minusSeconds(3600), LimitSource.STRUCTURED, 1),
                NOW.minusSeconds(7200),
                Optional.empty(),
                Optional.empty()));
        List<Limit> before = current();

        // When
        record(report(LimitSource.DEFAULT, Duration.ofHours(1)));

        // Then
        assertThat(before).isEmpty();
        assertThat(current()).extracting(Limit::source).containsExactly(LimitSource.DEFAULT);
        assertThat(history()).hasSize(2);
    }

    @Test
    void shouldKeepOneOfManyConcurrentReports() {
        // Given
        List<Uni<Void>> reports = IntStream.range(0, 40)
                .mapToObj(i -> report(LimitSource.STRUCTURED, Duration.ofMinutes(10 + i / 20)))
                .map(report -> pool.withTransaction(transaction -> ledger.record(transaction, report)))
                .toList();

        // When
        Uni.join().all(reports).andFailFast().await().indefinitely();

        // Then
        assertThat(current()).hasSize(1);
    }

    @Test
    void shouldRecordNothingWhenTheTransactionFails() {
        // When
        var failed = pool.withTransaction(
                        transaction -> ledger.record(transaction, report(LimitSource.TEXT, Duration.ofHours(1)))
                                .chain(() -> Uni.createFrom().failure(new IllegalStateException("no"))))
                .onFailure()
                .recoverWithNull();
        failed.await().indefinitely();

        // Then
        assertThat(history()).isEmpty();
    }

    @Test
    void shouldWakeTheDispatcher() {
        // Given
        var received = new AtomicInteger();
        notifications.listen("yardmaster_dispatch", received::incrementAndGet);
        await().until(() -> {
            if (received.get() == 0) {
                pool.query("NOTIFY yardmaster_dispatch").execute().await().indefinitely();
                return false;
            }
            return true;
        });
        received.set(0);

        // When
        record(report(LimitSource.TEXT, Duration.ofHours(1)));

        // Then
        await().until(() -> received.get() > 0);
    }

    private LimitReport report(LimitSource source, Duration time) {
        var limit = new Quota("*", "five_hour", NOW.plus(time), source, 0.5);
        return new LimitReport(executable, "claude-code", limit, NOW, Optional.empty(), Optional.empty());
    }

    private void record(LimitReport report) {
        pool.withTransaction(transaction -> ledger.record(transaction, report))
                .await()
                .indefinitely();
    }

    private List<Limit> current() {
        return ledger.current(pool, Instant.now()).await().indefinitely().all().stream()
                .filter(limit -> limit.executable().equals(executable))
                .toList();
    }

    private List<Limit> history() {
        return repository.list(pool, Optional.empty(), true, 1000).await().indefinitely().stream()
                .filter(limit -> limit.executable().equals(executable))
                .toList();
    }
}
