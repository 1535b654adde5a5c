package dev.yardmaster.provider.claude;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Claude Code gets of the service's own environment. */
final class ClaudeEnvironment {
    /** The names that are Claude Code's; one that ends in {@code *} is a prefix. */
    static final Set<String> PASSED = Set.of("ANTHROPIC_*", "CLAUDE_*", "DISABLE_*", "IS_SANDBOX", "API_TIMEOUT_MS");

    private static final Set<String> NO = Set.of("0", "false", "no", "off");

    /**
     * What a Claude Code tells the programs it runs about its own session, by prefix (as its tools see it, 2.1.329). With these, a child of
     * a service that was started from within one would take itself for a part of that session.
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
     * The service's environment without a surrounding session, and with our defaults where the user says nothing: few retries, since the
     * default of 10 keeps a failing request for minutes; and for root the word that it is meant to be so.
     */
    static Map<String, String> of(Map<String, String> service, boolean root) {
        Map<String, String> environment = new HashMap<>(service);
        environment.keySet().removeIf(name -> SURROUNDING_SESSION.stream().anyMatch(name::startsWith));
        environment.putIfAbsent("CLAUDE_CODE_MAX_RETRIES", "2");
        if (root) {
            environment.compute("IS_SANDBOX", (_, said) -> isNo(said) ? said : "1");
        }
        return environment;
    }

    /** As root, Claude Code skips permissions for {@code 1} alone: a {@code yes} or {@code true} is not understood (2.1.329). */
    private static boolean isNo(@Nullable String said) {
        return said != null && NO.contains(said.toLowerCase(Locale.ROOT));
    }
}
