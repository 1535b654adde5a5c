package dev.yardmaster.testkit.cli;

import java.nio.file.Path;
import java.util.Map;

/** A pinned CLI that runs without network access against a {@link dev.yardmaster.testkit.llm.MockLlm}. For a {@link RealCliTest} only. */
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

    /** Returns the absolute path of the executable. */
    Path binary();

    /**
     * Returns the complete environment of the CLI, with a dummy API key. It keeps the CLI from the network and from the user's files.
     *
     * @param home the home directory of the CLI, created if it does not exist; one for each test, or for a whole suite if speed matters
     * @param baseUrl the URL of an {@link dev.yardmaster.testkit.llm.LlmEndpoint}
     */
    Map<String, String> environment(Path home, String baseUrl);
}
