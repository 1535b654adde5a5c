package dev.yardmaster.provider.opencode;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings for OpenCode's servers. */
@ConfigMapping(prefix = "yardmaster.opencode")
interface OpenCodeSettings {
    /**
     * How long a server without sessions is kept. Starting a server takes some seconds; an idle one uses more than half a gigabyte of
     * memory.
     */
    @WithDefault("10m")
    Duration idle();

    /**
     * How long a session tries to reach its server again when the connection breaks although the server runs. After that the session
     * fails with {@code server_lost}.
     */
    @WithDefault("30s")
    Duration reconnectTimeout();
}
