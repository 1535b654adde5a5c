package dev.yardmaster.inbox;

import dev.yardmaster.page.Conditions;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the table {@code message}, and the steps of a message that people decide on. For any thread. */
@Singleton
class MessageRepository {
    private static final String ACKNOWLEDGE = """
            UPDATE message SET state = 'acknowledged', acknowledged_at = now(), waits_for = NULL
            WHERE id = $1 AND state IN ('queued', 'delivered') RETURNING *
            """;

    // A message that a session is starting with can't be withdrawn.
    private static final String WITHDRAW = """
            UPDATE message SET state = 'undeliverable', reason = $2, waits_for = NULL
            WHERE id = $1 AND state = 'queued' AND session IS NULL
            """;

    private static final String REACHABILITY = """
            SELECT a.enabled, a.mode, s.id AS session, s.mode AS session_mode
            FROM agent a LEFT JOIN LATERAL (
                SELECT id, mode FROM session WHERE agent = a.id AND ended_at IS NULL ORDER BY task IS NOT NULL, id DESC LIMIT 1) s ON true
            WHERE a.id = $1
            """;

    private static final String KNOWN_AGENT = """
            SELECT EXISTS (SELECT FROM agent WHERE name = $1 OR id::text = lower($1)) OR EXISTS (SELECT FROM message WHERE agent::text = lower($1))
            """;

    private final Pool pool;

    MessageRepository(Pool pool) {
        this.pool = pool;
    }

    /** The message with an id, if it exists. */
    Uni<Optional<Message>> find(SqlClient client, UUID id) {
        return client.preparedQuery("SELECT * FROM message WHERE id = $1")
                .execute(Tuple.of(id))
                .map(MessageRepository::first);
    }

    /** As {@link #find(SqlClient, UUID)}, over a connection of its own. */
    Uni<Optional<Message>> find(UUID id) {
        return find(pool, id);
    }

    /** A page of the messages that match a filter. Fails with {@code invalid_request} or {@code invalid_cursor}. */
    Uni<List<Message>> list(MessageFilter filter, int limit) {
        var query = new MessageQuery(filter, limit);
        return pool.preparedQuery(query.sql()).execute(query.values()).map(MessageRepository::messages);
    }

    /** How mail can reach an agent now; empty if it was removed. */
    Uni<Optional<Reachability>> reachability(UUID agent) {
        return pool.preparedQuery(REACHABILITY)
                .execute(Tuple.of(agent))
                .map(rows -> rows.stream().findFirst().map(Reachability::of));
    }

    /** Whether an agent exists, or has messages. */
    Uni<Boolean> knowsAgent(String idOrName) {
        return pool.preparedQuery(KNOWN_AGENT)
                .execute(Tuple.of(idOrName))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** A page of the messages of a recipient, the oldest first. Fails with {@code invalid_request} or {@code invalid_cursor}. */
    Uni<Page<Message, String>> inbox(String recipient, InboxFilter filter, int limit) {
        return inbox(recipient, Optional.empty(), filter, limit);
    }

    /** As {@link #inbox(String, InboxFilter, int)}, without the messages to one person only, except for those to a given one. */
    Uni<Page<Message, String>> inbox(String recipient, Optional<String> person, InboxFilter filter, int limit) {
        return lastSeq(recipient)
                .chain(last -> inbox(recipient, person, filter, filter.afterSeq(last), limit))
                .map(items -> Page.of(items, limit, message -> Long.toString(message.seq())));
    }

    private Uni<Long> lastSeq(String recipient) {
        return pool.preparedQuery("SELECT last_seq FROM mailbox WHERE recipient = $1")
                .execute(Tuple.of(recipient))
                .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong(0));
    }

    private Uni<List<Message>> inbox(
            String recipient, Optional<String> person, InboxFilter filter, long after, int limit) {
        var where = new Conditions()
                .add(Optional.of(recipient), "recipient = $?")
                .add(person, "(person IS NULL OR person = $?)")
                .add(Optional.of(after), "seq > $?")
                .add(filter.thread(), "thread = $?")
                .add(filter.sender(), "sender = $?")
                .add(
                        Optional.of(filter.states().stream()
                                        .map(MessageState::value)
                                        .toArray(String[]::new))
                                .filter(states -> states.length > 0),
                        "state = ANY ($?)");
        return pool.preparedQuery("SELECT * FROM message WHERE " + where.sql() + " ORDER BY seq LIMIT " + limit)
                .execute(where.values())
                .map(MessageRepository::messages);
    }

    /** Acknowledges a message that is queued or delivered. Returns it; empty if nothing was changed. */
    Uni<Optional<Message>> acknowledge(UUID id) {
        return pool.preparedQuery(ACKNOWLEDGE).execute(Tuple.of(id)).map(MessageRepository::first);
    }

    /** Withdraws a message that no session has or gets. Returns whether it did. */
    Uni<Boolean> withdraw(UUID id, String reason) {
        return pool.preparedQuery(WITHDRAW).execute(Tuple.of(id, reason)).map(rows -> rows.rowCount() > 0);
    }

    private static Optional<Message> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(Message::of);
    }

    static List<Message> messages(RowSet<Row> rows) {
        return rows.stream().map(Message::of).toList();
    }
}
