package dev.yardmaster.provider.codex;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Codex gets of the service's own environment. */
final class CodexEnvironment {
    /** The names that are Codex's; one that ends in {@code *} is a prefix. */
    static final Set<String> PASSED = Set.of("OPENAI_*", "CODEX_*");

    /** The variables by which Codex is given credentials. */
    static final Set<String> CREDENTIALS = Set.of("OPENAI_API_KEY", "CODEX_API_KEY", "CODEX_ACCESS_TOKEN");

    /**
     * What a Codex tells the programs it runs about its own session, by prefix (as its tools see it, 0.169.0, and what its npm wrapper
     * adds). A child of a service that was started from within one is no part of that session.
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

    /** The service's environment without a surrounding session. */
    static Map<String, String> of(Map<String, String> service) {
        Map<String, String> environment = new HashMap<>(service);
        environment.keySet().removeIf(name -> SURROUNDING_SESSION.stream().anyMatch(name::startsWith));
        return environment;
    }
}
