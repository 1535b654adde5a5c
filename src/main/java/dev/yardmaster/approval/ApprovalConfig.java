package dev.yardmaster.approval;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Approvals of what agents with the permissions {@code ask} do. */
@ConfigMapping(prefix = "yardmaster.approval")
public interface ApprovalConfig {
    /** How long people have to answer, 1 second to 30 days. Then the request is denied, and the agent continues without it. */
    @WithDefault("1h")
    Duration timeout();
}
