package dev.yardmaster.doctor;

import dev.yardmaster.server.ServerOptions;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is checked.
 *
 * @param home the home of the service on this machine
 * @param cache the directory for the programs of the embedded PostgreSQL
 * @param directory the working directory, which can hold a configuration file
 * @param environment the environment variables
 * @param version the version of this program; empty if it is unknown
 */
record Installation(Path home, Path cache, Path directory, Map<String, String> environment, String version) {
    /** The command that starts the service on the home. */
    String startCommand() {
        return "yardmaster start" + (home.equals(ServerOptions.defaultHome(environment)) ? "" : " --home " + home);
    }
}
