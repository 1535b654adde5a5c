package dev.yardmaster.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.session.handoff.EarlierSession;
import dev.yardmaster.session.log.SessionState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One run of an agent's CLI.
 *
 * @param agent the id of its agent
 * @param agentName what its agent was called when it started
 * @param providerSession the provider's own id of the conversation
 * @param end how it ended, once it has
 * @param earlier the session from which it goes on
 * @param resolution why it runs on what it runs on
 */
@JsonInclude(Include.NON_ABSENT)
public record Session(
        UUID id,
        UUID agent,
        String agentName,
        Optional<UUID> task,
        String provider,
        String executable,
        Optional<String> model,
        LaunchMode mode,
        String directory,
        SessionState state,
        Optional<String> providerSession,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<End> end,
        Usage usage,
        Optional<UUID> earlier,
        Optional<Resolution> resolution) {
    /** What a session needs to know of this one in order to continue its work. */
    EarlierSession forHandOff() {
        return new EarlierSession(
                id, task, provider, executable, model, directory, startedAt, state.value(), end.map(End::reason));
    }

    /** As it stands in lists, where why it runs on what it runs on would be too much. */
    Session withoutResolution() {
        return new Session(
                id,
                agent,
                agentName,
                task,
                provider,
                executable,
                model,
                mode,
                directory,
                state,
                providerSession,
                startedAt,
                endedAt,
                end,
                usage,
                earlier,
                Optional.empty());
    }

    /**
     * How a session ended.
     *
     * @param exitCode of the CLI's process, 0 to 255
     * @param signal the number of the signal that ended it
     * @param stderr the last lines of its standard error
     */
    @JsonInclude(Include.NON_ABSENT)
    public record End(String reason, Optional<Integer> exitCode, Optional<Integer> signal, Optional<String> stderr) {}

    /** What it consumed, in tokens and US dollars. */
    @JsonInclude(Include.NON_ABSENT)
    public record Usage(
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            Optional<Double> costUsd) {}
}
