package dev.yardmaster.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The inboxes of agents and people. */
@ConfigMapping(prefix = "yardmaster.inbox")
public interface InboxConfig {
    /** The most messages that a recipient may have without acknowledging them, 1 to 100000. A message above it is refused. */
    @WithDefault("1000")
    int maxUnacknowledged();

    /** How often the service looks for mail without being notified, such as for an agent whose limit has ended. 100 milliseconds to 1 hour. */
    @WithDefault("5s")
    Duration poll();
}
