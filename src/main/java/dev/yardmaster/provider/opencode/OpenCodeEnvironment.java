package dev.yardmaster.provider.opencode;

import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.provider.Executable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Selects the variables of the service's environment that OpenCode receives. */
final class OpenCodeEnvironment {
    /** OpenCode's configuration as JSON. It overrides the configuration files. */
    static final String CONFIG = "OPENCODE_CONFIG_CONTENT";

    /**
     * Variables by which OpenCode describes its session to its tools. If the service was started from within OpenCode, its children do not
     * belong to that session.
     */
    private static final Set<String> SURROUNDING_SESSION = Set.of(
            "OPENCODE",
            "OPENCODE_PID",
            "OPENCODE_SERVER_PASSWORD",
            "OPENCODE_SERVER_USERNAME",
            "OPENCODE_CLIENT",
            "OPENCODE_ROUTE",
            "OPENCODE_WORKSPACE_ID",
            "OPENCODE_EDITOR_SSE_PORT",
            "OPENCODE_TERMINAL");

    private static final List<String> PASSED = List.of("OPENCODE_*", "XDG_*");

    private OpenCodeEnvironment() {}

    /**
     * The service's environment without the variables of a surrounding session. Automatic updates are off unless the user turns them on,
     * because they would interrupt the work.
     */
    static Map<String, String> of(Map<String, String> serviceEnvironment) {
        Map<String, String> environment = new HashMap<>(serviceEnvironment);
        environment.keySet().removeAll(SURROUNDING_SESSION);
        environment.putIfAbsent("OPENCODE_DISABLE_AUTOUPDATE", "1");
        return Map.copyOf(environment);
    }

    /** The environment for every process of this executable. */
    static ChildEnvironment childEnvironment(Map<String, String> serviceEnvironment, Executable executable) {
        return ChildEnvironment.from(serviceEnvironment).passing(PASSED).with(executable.environment());
    }
}
