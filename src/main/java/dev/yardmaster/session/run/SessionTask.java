package dev.yardmaster.session.run;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The task that a session works on.
 *
 * @param project the project of the task; it counts if the agent has no project of its own
 * @param timeout the longest duration of a session of the task; empty for that of all sessions
 */
public record SessionTask(UUID id, Optional<UUID> project, Optional<Duration> timeout) {}
