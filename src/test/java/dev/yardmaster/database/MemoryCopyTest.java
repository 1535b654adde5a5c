package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryCopyTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<UniEmitter<? super String>> reads = new ArrayList<>();
    private final List<String> installed = new ArrayList<>();
    private final MemoryCopy<String> copy =
            new MemoryCopy<>(vertx, "rows", () -> Uni.createFrom().<String>emitter(reads::add), installed::add);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void shouldInstallWhatItReads() {
        // Given
        copy.reload().subscribe().asCompletionStage();

        // When
        reads.getFirst().complete("rows");

        // Then
        assertThat(installed).containsExactly("rows");
    }

    @Test
    void shouldIgnoreAReadThatALaterOneHasOvertaken() {
        // Given
        copy.reload().subscribe().asCompletionStage();
        copy.reload().subscribe().asCompletionStage();

        // When
        reads.get(1).complete("new");
        reads.get(0).complete("old");

        // Then
        assertThat(installed).containsExactly("new");
    }

    @Test
    void shouldInstallTheNextReadAfterAFailure() {
        // Given
        copy.reload().subscribe().asCompletionStage();
        reads.get(0).fail(new IllegalStateException("the database is away"));

        // When
        copy.reload().subscribe().asCompletionStage();
        reads.get(1).complete("rows");

        // Then
        assertThat(installed).containsExactly("rows");
    }
}
