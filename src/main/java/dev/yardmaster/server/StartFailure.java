package dev.yardmaster.server;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.server.configuration.InvalidConfiguration;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/** Explains to a user why the service did not start, or stopped. */
final class StartFailure {
    private static final Pattern CODE = Pattern.compile("SRCFG\\d+: ");
    private static final Pattern DECORATION = Pattern.compile("^(?:[\\w.]+Exception: )?(?:" + CODE + ")?");

    private StartFailure() {}

    /** The failure that the user can fix, if one is among the causes; otherwise an internal failure. */
    static RuntimeException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case YardmasterException problem -> {
                    return problem;
                }
                case QuarkusBindException bind -> {
                    return new InvalidConfiguration(List.of(
                            "The port is already in use: " + bind.getMessage() + ". Choose another port with --port."));
                }
                case ConfigValidationException invalid -> {
                    return new InvalidConfiguration(IntStream.range(0, invalid.getProblemCount())
                            .mapToObj(i -> line(invalid.getProblem(i).getMessage()))
                            .toList());
                }
                case ConfigurationException invalid -> {
                    return new InvalidConfiguration(List.of(line(invalid.getMessage())));
                }
                case RuntimeException invalid
                when CODE.matcher(String.valueOf(invalid.getMessage())).lookingAt() -> {
                    return new InvalidConfiguration(List.of(line(invalid.getMessage())));
                }
                case FlywayValidateException _ -> {
                    return new YardmasterException(
                            ErrorCode.DATABASE_UNAVAILABLE,
                            "Another version of Yardmaster created this database, and this version can't use it. The data is"
                                    + " unchanged. Start that version again, or choose another home with --home or another"
                                    + " database with YARDMASTER_DATABASE_URL.",
                            failure);
                }
                case SQLException database -> {
                    return new YardmasterException(
                            ErrorCode.DATABASE_UNAVAILABLE,
                            "The database can't be used: " + database.getMessage()
                                    + " Check YARDMASTER_DATABASE_URL, or unset it to use the embedded PostgreSQL.",
                            failure);
                }
                case Throwable _ -> {}
            }
        }
        return new IllegalStateException("The service failed: " + failure.getMessage(), failure);
    }

    /** A message of the configuration library as one line, without its code and the name of an exception. */
    private static String line(@Nullable String message) {
        return "The configuration is wrong: "
                + DECORATION
                        .matcher(String.valueOf(message).strip())
                        .replaceFirst("")
                        .replaceAll("\\s+", " ");
    }
}
