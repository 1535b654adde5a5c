package dev.yardmaster.provider.codex;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings for running Codex. */
@ConfigMapping(prefix = "yardmaster.codex")
interface CodexSettings {
    /**
     * How long Codex may be silent after it has announced a retry. Then the turn fails, because what Codex waits for is probably far away.
     */
    @WithDefault("2m")
    Duration longestWait();
}
