package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class MemoryCopyRetryTest {
    @Inject
    Vertx vertx;

    @Test
    void shouldReadAgainUntilItSucceeds() {
        // Given
        var reads = new AtomicInteger();
        var installed = new AtomicReference<>("");
        var copy = new MemoryCopy<>(
                vertx,
                "rows",
                () -> reads.incrementAndGet() < 3
                        ? Uni.createFrom().<String>failure(new IllegalStateException("the database is away"))
                        : Uni.createFrom().item("rows"),
                installed::set);

        // When
        copy.reloadInBackground();

        // Then
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(installed).hasValue("rows"));
        assertThat(reads).hasValue(3);
    }
}
