package dev.yardmaster.provider.opencode;

import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.provider.Executable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What OpenCode gets of the service's own environment. */
final class OpenCodeEnvironment {
    /** Its configuration as JSON, over that of its files. */
    static final String CONFIG = "OPENCODE_CONFIG_CONTENT";

    /** By which a tool's processes tell whose they are; one that surrounds the service is none of our business. */
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

    /** The service's environment without a surrounding session, and with no updates in the middle of the work unless the user wants them. */
    static Map<String, String> of(Map<String, String> service) {
        Map<String, String> environment = new HashMap<>(service);
        environment.keySet().removeAll(SURROUNDING_SESSION);
        environment.putIfAbsent("OPENCODE_DISABLE_AUTOUPDATE", "1");
        return Map.copyOf(environment);
    }

    /** The environment of all that this executable starts. */
    static ChildEnvironment passed(Map<String, String> service, Executable executable) {
        return ChildEnvironment.from(service).passing(PASSED).with(executable.environment());
    }
}
