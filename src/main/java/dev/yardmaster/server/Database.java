package dev.yardmaster.server;

import dev.yardmaster.database.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that the service uses: the user's own, or an embedded one that starts and stops with the service. */
final class Database implements AutoCloseable {
    private static final String SELF_FENCING = "yardmaster.dispatch.self-fencing";

    private final @Nullable EmbeddedPostgres embedded;

    private Database(@Nullable EmbeddedPostgres embedded) {
        this.embedded = embedded;
    }

    /**
     * Starts the database if necessary, and sets the configuration properties for it. Throws {@code database_unavailable}.
     *
     * @param progress gets a line before a start that takes long
     */
    static Database open(ServerOptions options, Consumer<String> progress) {
        return switch (options.database()) {
            case CONFIGURED -> openConfigured(options.home(), progress);
            case EMBEDDED -> startEmbedded(options.home(), progress);
        };
    }

    private static Database openConfigured(Path home, Consumer<String> progress) {
        Optional<String> url = DatabaseUrl.in(System.getenv());
        if (url.isPresent()) {
            configure(DatabaseAccess.parse(url.get()));
            return new Database(null);
        }
        if (System.getenv(DatabaseAccess.REACTIVE_URL) != null
                || System.getProperty("quarkus.datasource.reactive.url") != null) {
            return new Database(null);
        }
        return startEmbedded(home, progress);
    }

    private static Database startEmbedded(Path home, Consumer<String> progress) {
        Path directory = home.resolve("postgres");
        progress.accept(
                Files.exists(directory)
                        ? "Starting the embedded PostgreSQL …"
                        : "Creating and starting the embedded PostgreSQL, which takes some seconds …");
        EmbeddedPostgres embedded = EmbeddedPostgres.start(directory, EmbeddedPostgres.defaultCache());
        configure(new DatabaseAccess(
                embedded.reactiveUrl(), embedded.jdbcUrl(), embedded.username(), Optional.of(embedded.password())));
        // No other service uses it, so none can take over the sessions of this one.
        if (System.getProperty(SELF_FENCING) == null) {
            System.setProperty(SELF_FENCING, "false");
        }
        return new Database(embedded);
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    private static void configure(DatabaseAccess access) {
        System.setProperty("quarkus.datasource.reactive.url", access.reactiveUrl());
        System.setProperty("quarkus.datasource.jdbc.url", access.jdbcUrl());
        System.setProperty("quarkus.datasource.username", access.username());
        access.password().ifPresent(it -> System.setProperty("quarkus.datasource.password", it));
    }
}
