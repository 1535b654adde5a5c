package dev.yardmaster.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The inboxes of agents and people. */
@ConfigMapping(prefix = "yardmaster.inbox")
public interface InboxConfig {
    /**
     * The most queued messages of a recipient, 1 to 100000: those that no session of the agent has got yet, or that people have not acknowledged.
     * A message above it is refused.
     */
    @WithDefault("1000")
    int maxUnacknowledged();

    /**
     * How many messages in a row two or more agents may send to each other and start each other's sessions with them, 1 to 10000. The next one waits
     * until a person writes into the thread, or an agent gets a session for another reason. Messages of agents that work on a task do not count.
     */
    @WithDefault("30")
    int maxTalk();

    /** How often the service looks for mail without being notified, such as for an agent whose limit has ended. 100 milliseconds to 1 hour. */
    @WithDefault("5s")
    Duration poll();
}
