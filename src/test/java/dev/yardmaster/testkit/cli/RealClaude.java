package dev.yardmaster.testkit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The real Claude Code. The variables {@code CLAUDE_CODE_MAX_RETRIES} (10 by default) and {@code API_TIMEOUT_MS} of its environment shorten its
 * retries.
 */
public record RealClaude(Path binary) implements RealCli {
    @Override
    public Map<String, String> environment(Path home, String baseUrl) {
        return with(home, baseUrl, "ANTHROPIC_API_KEY");
    }

    /** Returns an environment with a subscription's dummy token instead of an API key, so that the CLI reads the unified rate limit headers. */
    public Map<String, String> subscriptionEnvironment(Path home, String baseUrl) {
        return with(home, baseUrl, "CLAUDE_CODE_OAUTH_TOKEN");
    }

    private Map<String, String> with(Path home, String baseUrl, String credential) {
        Map<String, String> environment = new HashMap<>(offline());
        environment.put("HOME", home.toString());
        environment.put("PATH", binary.getParent() + ":/usr/bin:/bin");
        environment.put("TMPDIR", directory(home.resolve("tmp")));
        environment.put("CLAUDE_CONFIG_DIR", directory(home.resolve("claude")));
        environment.put("ANTHROPIC_BASE_URL", baseUrl);
        environment.put(credential, "dummy");
        return Map.copyOf(environment);
    }

    /** Keeps Claude Code from calling other hosts than that of the base URL. {@code IS_SANDBOX} allows root to skip permissions. */
    private static Map<String, String> offline() {
        return Map.of(
                "LANG", "C.UTF-8",
                "TERM", "dumb",
                "IS_SANDBOX", "1",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
                "DISABLE_TELEMETRY", "1",
                "DISABLE_AUTOUPDATER", "1",
                "DISABLE_ERROR_REPORTING", "1");
    }

    private static String directory(Path path) {
        try {
            return Files.createDirectories(path).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
