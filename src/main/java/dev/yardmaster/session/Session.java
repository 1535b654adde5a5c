package dev.yardmaster.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.handoff.EarlierSession;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One run of an agent's CLI.
 *
 * @param agent the id of its agent
 * @param agentName the name of its agent when it started
 * @param project the project of its task when it started; without a task, that of its agent
 * @param plan the plan of its task when it started
 * @param directory the absolute path of the directory it works in
 * @param providerSession the provider's own id of the conversation
 * @param idleSince since when it waits for a message; when it has ended, since when it had waited. Empty while it works, and for a session
 *     that does not stay open
 * @param end how it ended; empty while it runs
 * @param earlier the id of the session whose work it continues
 * @param logDeletedAt when its events were deleted, while the session itself is kept
 * @param resolution why it runs on its executable
 */
@JsonInclude(Include.NON_ABSENT)
public record Session(
        UUID id,
        UUID agent,
        String agentName,
        Optional<UUID> task,
        Optional<UUID> project,
        Optional<UUID> plan,
        String provider,
        String executable,
        Optional<String> model,
        LaunchMode mode,
        String directory,
        SessionState state,
        Optional<String> providerSession,
        Instant startedAt,
        Optional<Instant> idleSince,
        Optional<Instant> endedAt,
        Optional<End> end,
        Usage usage,
        Optional<UUID> earlier,
        Optional<Instant> logDeletedAt,
        Optional<Resolution> resolution) {
    /** The facts for a session that continues the work of this one. */
    EarlierSession forHandOff() {
        return new EarlierSession(
                id, task, provider, executable, model, directory, startedAt, state.value(), end.map(End::reason));
    }

    /** The session without its resolution, which is too long for lists. */
    Session withoutResolution() {
        return new Session(
                id,
                agent,
                agentName,
                task,
                project,
                plan,
                provider,
                executable,
                model,
                mode,
                directory,
                state,
                providerSession,
                startedAt,
                idleSince,
                endedAt,
                end,
                usage,
                earlier,
                logDeletedAt,
                Optional.empty());
    }

    /**
     * How a session ended.
     *
     * @param reason a sentence for people
     * @param exitCode the exit code of the CLI's process, 0 to 255
     * @param signal the number of the signal that ended the process
     * @param stderr the last lines that the process wrote to standard error
     */
    @JsonInclude(Include.NON_ABSENT)
    public record End(String reason, Optional<Integer> exitCode, Optional<Integer> signal, Optional<String> stderr) {}

    /** What the session consumed, in tokens and US dollars. {@code costUsd} is empty if the provider does not report it. */
    @JsonInclude(Include.NON_ABSENT)
    public record Usage(
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            Optional<Double> costUsd) {}
}
