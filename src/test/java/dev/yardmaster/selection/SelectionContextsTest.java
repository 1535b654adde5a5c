package dev.yardmaster.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class SelectionContextsTest {
    /** A database whose clock is an hour ahead, for the rest of the transaction. */
    private static final String SKEWED = """
            CREATE SCHEMA skewed;
            CREATE FUNCTION skewed.now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.now() + interval '1 hour' $$;
            SET LOCAL search_path = skewed, public, pg_catalog;
            """;

    @Inject
    SelectionContexts contexts;

    @Inject
    Pool pool;

    @Test
    void shouldTakeTheTimeFromTheDatabase() {
        // Given
        Instant inAnHour = Instant.now().plus(Duration.ofMinutes(59));

        // When
        SelectionContext context = pool.withConnection(connection -> connection
                        .begin()
                        .chain(transaction -> connection
                                .query(SKEWED)
                                .execute()
                                .chain(() -> contexts.current(connection))
                                .call(transaction::rollback)))
                .await()
                .atMost(Duration.ofSeconds(30));

        // Then
        assertThat(context.at()).isAfter(inAnHour);
    }
}
