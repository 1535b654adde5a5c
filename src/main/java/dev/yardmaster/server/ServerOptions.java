package dev.yardmaster.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The options of the service.
 *
 * @param home the directory for its state
 * @param port the port to listen on, 0 for any free port; by default the port in the configuration
 * @param host the address to listen on; by default the address in the configuration
 * @param properties further configuration properties
 * @param database the database to use
 */
public record ServerOptions(
        Path home,
        Optional<Integer> port,
        Optional<String> host,
        Map<String, String> properties,
        DatabaseChoice database) {
    /** The database to use. */
    public enum DatabaseChoice {
        /** The one that the environment or the configuration names, else an embedded one. */
        CONFIGURED,
        /** An embedded one in the home, whatever the environment names. */
        EMBEDDED
    }

    /** {@code YARDMASTER_HOME}, or {@code .yardmaster} in the home directory of the user. */
    public static Path defaultHome(Map<String, String> environment) {
        return Optional.ofNullable(System.getProperty("yardmaster.home"))
                .or(() -> Optional.ofNullable(environment.get("YARDMASTER_HOME")))
                .map(Path::of)
                .orElseGet(() -> userHome(environment).resolve(".yardmaster"));
    }

    /** {@code HOME}, as in a shell; the property {@code user.home} of Java ignores this variable. */
    public static Path userHome(Map<String, String> environment) {
        return Path.of(Optional.ofNullable(environment.get("HOME")).orElseGet(() -> System.getProperty("user.home")));
    }

    /** Sets the options as configuration properties of this process. */
    void apply() {
        System.setProperty("yardmaster.home", home.toString());
        port.ifPresent(it -> System.setProperty("quarkus.http.port", it.toString()));
        host.ifPresent(it -> System.setProperty("quarkus.http.host", it));
        properties.forEach(System::setProperty);
    }
}
