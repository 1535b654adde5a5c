package dev.yardmaster.provider.opencode;

import java.util.List;
import java.util.Map;

/**
 * What sessions have in common that share a server.
 *
 * @param command starts it
 * @param environment its whole environment, with the configuration, but without what is each server's own
 */
record ServerKey(List<String> command, Map<String, String> environment) {
    ServerKey {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The program and the names of the environment only: values can hold secrets. */
    @Override
    public String toString() {
        return "ServerKey[program=" + command.getFirst() + ", environment=" + environment.keySet() + "]";
    }
}
