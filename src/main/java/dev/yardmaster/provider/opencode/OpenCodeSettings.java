package dev.yardmaster.provider.opencode;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How OpenCode's servers are run. */
@ConfigMapping(prefix = "yardmaster.opencode")
interface OpenCodeSettings {
    /** How long a server without sessions is kept: a new one takes some seconds and the old one more than half a gigabyte. */
    @WithDefault("10m")
    Duration idle();
}
