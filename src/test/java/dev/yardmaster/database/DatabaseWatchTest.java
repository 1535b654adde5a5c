package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DatabaseWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void shouldReportADatabaseThatHangsUntilItAnswersAgain() throws Exception {
        // Given
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, EmbeddedPostgres.defaultCache())) {
            var notifications = new Notifications(
                    vertx, postgres.reactiveUrl(), Optional.of(postgres.username()), Optional.of(postgres.password()));
            var watch = new DatabaseWatch(vertx, notifications);
            notifications.connect(new StartupEvent());
            await().atMost(PATIENCE)
                    .until(() -> notifications
                            .ask()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .handle((_, failure) -> failure == null)
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            watch.start(new StartupEvent());
            ServerSignals server = ServerSignals.of(home.resolve("data"));

            // When
            server.suspend();

            // Then
            try {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(watch.problem())
                                .hasValueSatisfying(problem ->
                                        assertThat(problem).startsWith("The database has not answered for")));
            } finally {
                server.resume();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(watch.problem()).isEmpty());
            watch.stop(new ShutdownEvent());
            notifications.close(new ShutdownEvent());
        } finally {
            vertx.close();
        }
    }
}
