package dev.yardmaster.server;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The address and the credentials of a database. */
public record DatabaseAccess(String reactiveUrl, String jdbcUrl, String username, Optional<String> password) {
    /** The variable of Quarkus for the address. The service starts no embedded PostgreSQL if it is set. */
    static final String REACTIVE_URL = "QUARKUS_DATASOURCE_REACTIVE_URL";

    /**
     * The database of the user; empty if the environment names none, so that the service uses the embedded one. Throws
     * {@code database_unavailable} if its address is wrong.
     */
    public static Optional<DatabaseAccess> in(Map<String, String> environment) {
        return DatabaseUrl.in(environment)
                .map(DatabaseAccess::parse)
                .or(() -> Optional.ofNullable(environment.get(REACTIVE_URL))
                        .map(url -> new DatabaseAccess(
                                url,
                                environment.getOrDefault("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + url),
                                environment.getOrDefault("QUARKUS_DATASOURCE_USERNAME", ""),
                                Optional.ofNullable(environment.get("QUARKUS_DATASOURCE_PASSWORD")))));
    }

    /** Reads {@code postgresql://user:password@host:port/database?parameters}. */
    static DatabaseAccess parse(String url) {
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
            return new DatabaseAccess(
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

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "DatabaseAccess[jdbcUrl=" + jdbcUrl + ", username=" + username + "]";
    }
}
