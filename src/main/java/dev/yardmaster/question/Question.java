package dev.yardmaster.question;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A question of an agent.
 *
 * @param id also the id of the message with which it was asked, and of its thread
 * @param message the message that whoever is asked has got
 * @param agent the id of the agent that asks
 * @param session the session that asked
 * @param task the task for which it asks
 * @param to who is asked
 * @param moved why it was moved from an agent to people
 * @param options suggested answers; another answer is possible
 * @param blocking whether the task waits for the answer when the session has ended
 * @param deadline when it expires; empty if it waits for ever
 * @param defaultAnswer the answer that counts if it expires
 * @param answer the answer; for an expired question its default
 * @param answeredBy the name of the agent or of the token that answered
 * @param reason why it expired or was withdrawn
 */
@JsonInclude(Include.NON_ABSENT)
public record Question(
        UUID id,
        UUID message,
        UUID agent,
        String agentName,
        UUID session,
        Optional<UUID> task,
        Asked to,
        Optional<String> moved,
        String text,
        List<String> options,
        boolean blocking,
        Optional<Instant> deadline,
        Optional<String> defaultAnswer,
        QuestionState state,
        Optional<String> answer,
        Optional<String> answeredBy,
        Optional<String> reason,
        Instant createdAt,
        Optional<Instant> settledAt) {
    /**
     * Who is asked: all people if everything is empty.
     *
     * @param agent the id of an agent
     * @param name the name of the agent when it was asked
     * @param person the name of the token of one person
     */
    @JsonInclude(Include.NON_ABSENT)
    public record Asked(Optional<UUID> agent, Optional<String> name, Optional<String> person) {
        static final Asked PEOPLE = new Asked(Optional.empty(), Optional.empty(), Optional.empty());

        /** As a part of a sentence. */
        String inWords() {
            return name.map(it -> "the agent '" + it + "'")
                    .or(() -> person.map(it -> "the owner of the token '" + it + "'"))
                    .orElse("people");
        }
    }

    static Question of(Row row) {
        return new Question(
                row.getUUID("id"),
                row.getUUID("message"),
                row.getUUID("agent"),
                row.getString("agent_name"),
                row.getUUID("session"),
                Optional.ofNullable(row.getUUID("task")),
                new Asked(
                        Optional.ofNullable(row.getUUID("to_agent")),
                        Optional.ofNullable(row.getString("to_agent_name")),
                        Optional.ofNullable(row.getString("to_person"))),
                Optional.ofNullable(row.getString("moved")),
                row.getString("text"),
                List.of(row.getArrayOfStrings("options")),
                row.getBoolean("blocking"),
                time(row, "deadline"),
                Optional.ofNullable(row.getString("default_answer")),
                QuestionState.of(row.getString("state")),
                Optional.ofNullable(row.getString("answer")),
                Optional.ofNullable(row.getString("answered_by")),
                Optional.ofNullable(row.getString("reason")),
                row.getOffsetDateTime("created_at").toInstant(),
                time(row, "settled_at"));
    }

    boolean isOpen() {
        return state == QuestionState.OPEN;
    }

    /** Leaves out the texts. */
    @Override
    public String toString() {
        return "Question[id=" + id + ", state=" + state.value() + "]";
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
