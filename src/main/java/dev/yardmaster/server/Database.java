package dev.yardmaster.server;

import dev.yardmaster.database.EmbeddedPostgres;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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
            configure(parse(url.get()));
            return new Database(null);
        }
        if (System.getenv("QUARKUS_DATASOURCE_REACTIVE_URL") != null
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
        configure(new Access(
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

    private static void configure(Access access) {
        System.setProperty("quarkus.datasource.reactive.url", access.reactiveUrl());
        System.setProperty("quarkus.datasource.jdbc.url", access.jdbcUrl());
        System.setProperty("quarkus.datasource.username", access.username());
        access.password().ifPresent(it -> System.setProperty("quarkus.datasource.password", it));
    }

    /** Reads {@code postgresql://user:password@host:port/database?parameters}. */
    static Access parse(String url) {
        try {
            URI uri = new URI(url.replaceFirst("^postgres:", "postgresql:"));
            String userInfo = uri.getRawUserInfo();
            if (!"postgresql".equals(uri.getScheme()) || uri.getHost() == null || userInfo == null) {
                throw new URISyntaxException("", "wrong format");
            }
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String rest =
                    "//" + uri.getHost() + ":" + (uri.getPort() < 0 ? 5432 : uri.getPort()) + uri.getRawPath() + query;
            String[] user = userInfo.split(":", 2);
            return new Access(
                    "postgresql:" + rest,
                    "jdbc:postgresql:" + rest,
                    decode(user[0]),
                    user.length > 1 ? Optional.of(decode(user[1])) : Optional.empty());
        } catch (URISyntaxException _) {
            // The value can contain a password, so the message does not repeat it.
            throw new YardmasterException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    DatabaseUrl.VARIABLE
                            + " must have the format postgresql://user:password@host:port/database, with special characters in"
                            + " the password percent-encoded.");
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The address and the credentials of a database. */
    record Access(String reactiveUrl, String jdbcUrl, String username, Optional<String> password) {}
}
