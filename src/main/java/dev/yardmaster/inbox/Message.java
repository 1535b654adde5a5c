package dev.yardmaster.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A message to one recipient.
 *
 * @param seq its number among the messages of the recipient, from 1 without gaps
 * @param addressed how the sender addressed it: {@code agent}, {@code role}, {@code people} or {@code person}
 * @param agent the id of the agent that it is for; empty for people
 * @param agentName the name of the agent when the message was sent
 * @param person the name of the token of the only person that it is for
 * @param forTask the task whose sessions get it, whichever agent has the task; empty for any session of the agent
 * @param thread the id of the first message of the conversation
 * @param replyTo the id of the message that it answers
 * @param reason why it is undeliverable
 * @param waitsFor what a queued message waits for
 * @param session the session that was given it, or that is getting it
 * @param attempts how many sessions that had it failed
 */
@JsonInclude(Include.NON_ABSENT)
public record Message(
        UUID id,
        long seq,
        String addressed,
        Optional<UUID> agent,
        Optional<String> agentName,
        Optional<String> person,
        Optional<UUID> forTask,
        Sender sender,
        UUID thread,
        Optional<UUID> replyTo,
        String text,
        MessageState state,
        Optional<String> reason,
        Optional<String> waitsFor,
        Optional<UUID> session,
        int attempts,
        Instant createdAt,
        Optional<Instant> deliveredAt,
        Optional<Instant> acknowledgedAt) {
    /** Maps a row with all columns of the table. */
    static Message of(Row row) {
        return new Message(
                row.getUUID("id"),
                row.getLong("seq"),
                row.getString("addressed"),
                Optional.ofNullable(row.getUUID("agent")),
                Optional.ofNullable(row.getString("agent_name")),
                Optional.ofNullable(row.getString("person")),
                Optional.ofNullable(row.getUUID("for_task")),
                new Sender(
                        kind(row.getString("sender_kind")),
                        row.getString("sender"),
                        Optional.ofNullable(row.getUUID("sender_agent"))),
                row.getUUID("thread"),
                Optional.ofNullable(row.getUUID("reply_to")),
                row.getString("text"),
                MessageState.of(row.getString("state")),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("waits_for")),
                Optional.ofNullable(row.getUUID("session")),
                row.getInteger("attempts"),
                row.getOffsetDateTime("created_at").toInstant(),
                time(row, "delivered_at"),
                time(row, "acknowledged_at"));
    }

    /** The same message with what it waits for. */
    Message waitingFor(Optional<String> what) {
        return new Message(
                id,
                seq,
                addressed,
                agent,
                agentName,
                person,
                forTask,
                sender,
                thread,
                replyTo,
                text,
                state,
                reason,
                what,
                session,
                attempts,
                createdAt,
                deliveredAt,
                acknowledgedAt);
    }

    /** Leaves out the text. */
    @Override
    public String toString() {
        return "Message[id=" + id + ", state=" + state + "]";
    }

    private static Sender.Kind kind(String value) {
        return Arrays.stream(Sender.Kind.values())
                .filter(kind -> kind.value().equals(value))
                .findAny()
                .orElseThrow();
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
