package dev.yardmaster.provider.codex;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Selects the variables of the service's environment that Codex receives. */
final class CodexEnvironment {
    /** Variables of Codex. A name that ends with {@code *} is a prefix. */
    static final Set<String> PASSED = Set.of("OPENAI_*", "CODEX_*");

    /** The variables that hold credentials for Codex. */
    static final Set<String> CREDENTIALS = Set.of("OPENAI_API_KEY", "CODEX_API_KEY", "CODEX_ACCESS_TOKEN");

    /**
     * Prefixes of the variables by which Codex describes its session to the programs that it runs (seen in its tools, 0.169.0), and of
     * those that its npm wrapper adds. If the service was started from within Codex, its children do not belong to that session.
     */
    private static final List<String> SURROUNDING_SESSION = List.of(
            "CODEX_APPLY_PATCH_",
            "CODEX_CI",
            "CODEX_INTERNAL_",
            "CODEX_MANAGED_",
            "CODEX_SANDBOX",
            "CODEX_SESSION_",
            "CODEX_THREAD_",
            "CODEX_TOOL_CALL_",
            "CODEX_VERSION");

    private CodexEnvironment() {}

    /** The service's environment without the variables of a surrounding session. */
    static Map<String, String> of(Map<String, String> serviceEnvironment) {
        Map<String, String> environment = new HashMap<>(serviceEnvironment);
        environment.keySet().removeIf(name -> SURROUNDING_SESSION.stream().anyMatch(name::startsWith));
        return environment;
    }
}
