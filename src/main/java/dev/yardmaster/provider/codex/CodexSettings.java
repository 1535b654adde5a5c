package dev.yardmaster.provider.codex;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How Codex is run. */
@ConfigMapping(prefix = "yardmaster.codex")
interface CodexSettings {
    /** How long Codex may be silent after it has said that it will try again; then what it waits for is far away. */
    @WithDefault("2m")
    Duration longestWait();
}
