package dev.yardmaster.inbox;

import dev.yardmaster.agent.Role;
import dev.yardmaster.id.Ids;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Adds messages to the table {@code message} within a transaction. For any thread. */
@Singleton
class OutgoingMail {
    /** More recipients than any role has. */
    private static final int MOST_RECIPIENTS = 1_000_000;

    // An agent that is found here is not removed before the transaction ends.
    private static final String AGENT = "SELECT id, name FROM agent WHERE name = $1 OR id = $2 FOR KEY SHARE";

    private static final String PERSON =
            "SELECT EXISTS (SELECT FROM access_token WHERE name = $1 AND revoked_at IS NULL)";

    // No agent gets its own message to its role.
    private static final String ROLE =
            "SELECT id, name FROM agent WHERE role = $1 AND id IS DISTINCT FROM $2 ORDER BY id FOR KEY SHARE";

    // Locks the mailboxes in one order, so that two senders never wait for each other.
    private static final String NUMBER = """
            INSERT INTO mailbox AS m (recipient, last_seq) SELECT r, 1 FROM unnest($1::text[]) r ORDER BY r
            ON CONFLICT (recipient) DO UPDATE SET last_seq = m.last_seq + 1 RETURNING recipient, last_seq
            """;

    private static final String FULL = """
            SELECT r.recipient FROM unnest($1::text[]) r (recipient)
            WHERE $2 <= (SELECT count(*) FROM message m WHERE m.recipient = r.recipient AND m.state = 'queued')
            LIMIT 1
            """;

    // In a new thread the count of the last message goes on that the sender has got: else a new thread for each message
    // would have no end.
    private static final String INSERT = """
            INSERT INTO message (id, recipient, seq, agent, agent_name, person, addressed, sender_kind, sender, sender_agent, thread, reply_to, text,
                talk, wakes, waits_for, created_at)
            SELECT n.id, n.recipient, n.seq, n.agent, n.agent_name, $13, $6, $7, $8, $9, $10, $11, $12,
                counted.talk, counted.wakes, CASE WHEN NOT counted.wakes THEN $15::text END, clock_timestamp()
            FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[], $5::text[]) AS n (id, recipient, seq, agent, agent_name)
                CROSS JOIN LATERAL (
                    SELECT CASE WHEN $7::text <> 'agent'
                            OR EXISTS (SELECT FROM session WHERE agent = $9::uuid AND ended_at IS NULL AND task IS NOT NULL) THEN 0
                        ELSE (CASE WHEN n.agent IS NULL THEN 0 ELSE 1 END) + coalesce(
                            (SELECT talk FROM message WHERE thread = $10::uuid ORDER BY id DESC LIMIT 1),
                            (SELECT talk FROM message WHERE agent = $9::uuid AND state IN ('delivered', 'acknowledged') ORDER BY id DESC LIMIT 1),
                            0) END AS talk
                ) talked CROSS JOIN LATERAL (SELECT talked.talk, n.agent IS NULL OR talked.talk <= $14 AS wakes) counted
            RETURNING *
            """;

    private static final String SILENT =
            "Starts no session, because only agents have written in this thread for long. A message of a person lets them go on.";

    private final int mostTalk;

    OutgoingMail(InboxConfig config) {
        this.mostTalk = config.maxTalk();
        if (mostTalk < 1 || mostTalk > 10_000) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The setting yardmaster.inbox.max-talk is " + mostTalk + ", but it must be 1 to 10000.");
        }
    }

    /**
     * A message as it is added.
     *
     * @param thread the id of the first message of the conversation
     * @param kind how it is addressed
     */
    record Draft(Sender sender, UUID thread, String kind, String text, Optional<UUID> replyTo) {}

    /** The messages that an interrupted request with these ids has added, in the order of their recipients. */
    Uni<List<Message>> added(SqlConnection transaction, NewIds ids) {
        return transaction
                .preparedQuery("SELECT * FROM message WHERE id BETWEEN $1 AND $2 ORDER BY id")
                .execute(Tuple.of(ids.first(), ids.item(MOST_RECIPIENTS)))
                .map(MessageRepository::messages);
    }

    /** The agent with an id or name, locked against its removal; empty if there is none. */
    Uni<Optional<Recipient>> agent(SqlConnection transaction, String idOrName) {
        return transaction
                .preparedQuery(AGENT)
                .execute(Tuple.of(idOrName, Ids.parse(idOrName).orElse(null)))
                .map(rows -> rows.stream().findFirst().map(OutgoingMail::recipient));
    }

    /** Whether a token that is not revoked has a name. */
    Uni<Boolean> isPerson(SqlConnection transaction, String name) {
        return transaction
                .preparedQuery(PERSON)
                .execute(Tuple.of(name))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The agents of a role except the sender, locked against their removal. */
    Uni<List<Recipient>> agents(SqlConnection transaction, Role role, Sender sender) {
        return transaction
                .preparedQuery(ROLE)
                .execute(Tuple.of(role.value(), sender.agent().orElse(null)))
                .map(rows -> rows.stream().map(OutgoingMail::recipient).toList());
    }

    /** A recipient that has at least {@code most} queued messages, if there is one. To be called after {@link #numbers}. */
    Uni<Optional<String>> full(SqlConnection transaction, List<Recipient> recipients, int most) {
        return transaction
                .preparedQuery(FULL)
                .execute(Tuple.of(keys(recipients), (long) most))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString(0)));
    }

    /** The next number of each recipient by its key. Other senders to them wait until the transaction ends. */
    Uni<Map<String, Long>> numbers(SqlConnection transaction, List<Recipient> recipients) {
        return transaction
                .preparedQuery(NUMBER)
                .execute(Tuple.of(keys(recipients)))
                .map(rows -> {
                    Map<String, Long> numbers = new HashMap<>();
                    rows.forEach(row -> numbers.put(row.getString("recipient"), row.getLong("last_seq")));
                    return numbers;
                });
    }

    /** Adds a message to each recipient. */
    Uni<List<Message>> insert(
            SqlConnection transaction, NewIds ids, List<Recipient> recipients, Map<String, Long> numbers, Draft draft) {
        Tuple values = Tuple.tuple()
                .addArrayOfUUID(ids(ids, recipients.size()))
                .addArrayOfString(keys(recipients))
                .addArrayOfLong(recipients.stream()
                        .map(recipient -> numbers.get(recipient.key()))
                        .toArray(Long[]::new))
                .addArrayOfUUID(
                        recipients.stream().map(it -> it.agent().orElse(null)).toArray(UUID[]::new))
                .addArrayOfString(
                        recipients.stream().map(it -> it.name().orElse(null)).toArray(String[]::new))
                .addString(draft.kind())
                .addString(draft.sender().kind().value())
                .addString(draft.sender().name())
                .addUUID(draft.sender().agent().orElse(null))
                .addUUID(draft.thread())
                .addUUID(draft.replyTo().orElse(null))
                .addString(draft.text())
                .addString(recipients.getFirst().person().orElse(null))
                .addInteger(mostTalk)
                .addString(SILENT);
        return transaction
                .preparedQuery(INSERT)
                .execute(values)
                .map(rows -> MessageRepository.messages(rows).stream()
                        .sorted(Comparator.comparing(message -> message.id().getLeastSignificantBits()))
                        .toList());
    }

    private static UUID[] ids(NewIds ids, int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> index == 0 ? ids.first() : ids.item(index - 1))
                .toArray(UUID[]::new);
    }

    private static String[] keys(List<Recipient> recipients) {
        return recipients.stream().map(Recipient::key).toArray(String[]::new);
    }

    private static Recipient recipient(Row row) {
        return Recipient.agent(row.getUUID("id"), row.getString("name"));
    }
}
