package dev.yardmaster.provider.opencode.server;

import java.util.List;
import java.util.Map;

/**
 * Identifies a server. Sessions with the same key share a server.
 *
 * @param command the command that starts the server
 * @param environment the environment with the configuration, without the variables that are unique to each server
 * @param number distinguishes equal servers, from 0. There is more than one if sessions can't share a directory
 */
public record ServerKey(List<String> command, Map<String, String> environment, int number) {
    public ServerKey {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public ServerKey(List<String> command, Map<String, String> environment) {
        this(command, environment, 0);
    }

    /** The key of one more equal server. */
    ServerKey next() {
        return new ServerKey(command, environment, number + 1);
    }

    /** Contains only the program and the names of the variables, because values can be secrets. */
    @Override
    public String toString() {
        return "ServerKey[program=" + command.getFirst() + ", environment=" + environment.keySet() + "]";
    }
}
