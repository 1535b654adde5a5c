package dev.yardmaster.session.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events are streamed to clients. */
@ConfigMapping(prefix = "yardmaster.stream")
interface StreamConfig {
    /** How often an idle stream carries a comment, so that proxies keep it open and dead connections show. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How long a client may take nothing of what waits for it before its connection is closed. */
    @WithDefault("5m")
    Duration stalledClientTimeout();
}
