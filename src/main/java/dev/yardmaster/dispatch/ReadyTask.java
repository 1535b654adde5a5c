package dev.yardmaster.dispatch;

import java.util.Optional;
import java.util.UUID;

/**
 * A task that could start now.
 *
 * @param role which agents may have it
 * @param reservedFor the only agent that may have it
 */
record ReadyTask(UUID id, String role, Optional<UUID> reservedFor) {}
