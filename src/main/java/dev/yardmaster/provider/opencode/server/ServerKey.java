package dev.yardmaster.provider.opencode.server;

import java.util.List;
import java.util.Map;

/**
 * Identifies a server. Sessions with the same key share a server.
 *
 * @param command the command that starts the server
 * @param environment the environment with the configuration, without the variables that are unique to each server
 */
public record ServerKey(List<String> command, Map<String, String> environment) {
    public ServerKey {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Contains only the program and the names of the variables, because values can be secrets. */
    @Override
    public String toString() {
        return "ServerKey[program=" + command.getFirst() + ", environment=" + environment.keySet() + "]";
    }
}
