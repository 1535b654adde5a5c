package dev.yardmaster.session.handoff;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The facts about a session whose work another session continues.
 *
 * @param task the task it worked on; empty for a session that was started by hand
 * @param model the model it was started with; empty for the provider's default
 * @param directory the absolute path of the directory it worked in
 * @param state its state as the API shows it, such as {@code limited}
 * @param endReason why it ended; empty while it runs
 */
public record EarlierSession(
        UUID id,
        Optional<UUID> task,
        String provider,
        String executable,
        Optional<String> model,
        String directory,
        Instant startedAt,
        String state,
        Optional<String> endReason) {}
