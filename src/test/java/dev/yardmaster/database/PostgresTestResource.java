package dev.yardmaster.database;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Provides Quarkus tests with an empty PostgreSQL, one for the whole test run, deleted at the end. */
public final class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
    private Path directory;
    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "postgres-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postgres = EmbeddedPostgres.start(directory, EmbeddedPostgres.defaultCache());
        return Map.of(
                "quarkus.datasource.reactive.url", postgres.reactiveUrl(),
                "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                "quarkus.datasource.username", postgres.username(),
                "quarkus.datasource.password", postgres.password());
    }

    /** Called after a failed start too. */
    @Override
    public void stop() {
        if (postgres != null) {
            postgres.close();
            FileTree.tryDelete(directory);
        }
    }
}
