package dev.yardmaster.sse;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the event streams. */
@ConfigMapping(prefix = "yardmaster.stream")
public interface StreamConfig {
    /** How often a stream sends a comment, so that proxies keep it open and dead connections are detected. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How long a client may read nothing of its queued bytes before its connection is closed. */
    @WithDefault("5m")
    Duration stalledClientTimeout();
}
