package dev.yardmaster.activity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "yardmaster.retention")
interface ActivityConfig {
    /** How long entries of the activity are kept, for example {@code 90d}; at least one hour. Older ones are deleted once an hour. */
    @WithDefault("30d")
    Duration activity();
}
