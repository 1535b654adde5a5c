package dev.yardmaster.testkit.cli;

import java.nio.file.Path;
import java.util.Map;

/** A pinned CLI, to be driven offline against a {@link dev.yardmaster.testkit.llm.MockLlm}. Only for a {@link RealCliTest}. */
public sealed interface RealCli permits RealClaude, RealCodex, RealOpenCode {
    /** Claude Code. */
    static RealClaude claude() {
        return new RealClaude(PinnedCli.of("claude-code").binary());
    }

    /** Codex. */
    static RealCodex codex() {
        return new RealCodex(PinnedCli.of("codex").binary());
    }

    /** OpenCode. */
    static RealOpenCode openCode() {
        return new RealOpenCode(PinnedCli.of("opencode").binary());
    }

    /** The absolute path of the executable. */
    Path binary();

    /**
     * The whole environment that keeps the CLI offline and away from the user's files, with a dummy API key.
     *
     * @param home becomes its home; created if absent; one per test, or per suite for speed
     * @param baseUrl of an {@link dev.yardmaster.testkit.llm.LlmEndpoint}
     */
    Map<String, String> environment(Path home, String baseUrl);
}
