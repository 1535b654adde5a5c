package dev.yardmaster.provider.claude;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Selects the variables of the service's environment that Claude Code receives. */
final class ClaudeEnvironment {
    /** Variables of Claude Code. A name that ends with {@code *} is a prefix. */
    static final Set<String> PASSED = Set.of("ANTHROPIC_*", "CLAUDE_*", "DISABLE_*", "IS_SANDBOX", "API_TIMEOUT_MS");

    private static final Set<String> NO = Set.of("0", "false", "no", "off");

    /**
     * Prefixes of the variables by which Claude Code describes its session to the programs that it runs (seen in its tools, 2.1.329). If
     * the service was started from within Claude Code, a child with these variables would consider itself part of that session.
     */
    private static final List<String> SURROUNDING_SESSION = List.of(
            "CLAUDECODE",
            "CLAUDE_BG_",
            "CLAUDE_BRIDGE_",
            "CLAUDE_CODE_BRIDGE_",
            "CLAUDE_CODE_CHILD_",
            "CLAUDE_CODE_ENTRYPOINT",
            "CLAUDE_CODE_EXECPATH",
            "CLAUDE_CODE_MESSAGING_",
            "CLAUDE_CODE_SESSION_",
            "CLAUDE_CODE_SSE_PORT",
            "CLAUDE_EFFORT",
            "CLAUDE_ENV_FILE",
            "CLAUDE_PID",
            "CLAUDE_PLUGIN_",
            "CLAUDE_PROJECT_DIR");

    private ClaudeEnvironment() {}

    /**
     * The service's environment without the variables of a surrounding session, and with our defaults for variables that are not set. We
     * allow 2 retries, because Claude Code's default of 10 keeps a failing request busy for minutes. Root gets {@code IS_SANDBOX}, without
     * which Claude Code refuses to skip permissions.
     */
    static Map<String, String> of(Map<String, String> serviceEnvironment, boolean root) {
        Map<String, String> environment = new HashMap<>(serviceEnvironment);
        environment.keySet().removeIf(name -> SURROUNDING_SESSION.stream().anyMatch(name::startsWith));
        environment.putIfAbsent("CLAUDE_CODE_MAX_RETRIES", "2");
        if (root) {
            environment.compute("IS_SANDBOX", (_, configured) -> isNo(configured) ? configured : "1");
        }
        return environment;
    }

    /**
     * As root, Claude Code skips permissions only for the value {@code 1}; it does not understand {@code yes} or {@code true} (2.1.329).
     */
    private static boolean isNo(@Nullable String configured) {
        return configured != null && NO.contains(configured.toLowerCase(Locale.ROOT));
    }
}
