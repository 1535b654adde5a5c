package dev.yardmaster.inbox;

import dev.yardmaster.id.NewIds;
import dev.yardmaster.inbox.OutgoingMail.Draft;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes messages of the service itself, in transactions of its caller. They don't count against the limit of an inbox. For any thread. */
@Singleton
public class ServiceMail {
    private static final String REWRITE = "UPDATE message SET text = $2 WHERE id = $1 AND state = 'queued'";

    private static final String PEOPLE = "people";

    private final OutgoingMail outgoing;

    ServiceMail(OutgoingMail outgoing) {
        this.outgoing = outgoing;
    }

    /**
     * Sends a message. Does nothing if the agent was removed.
     *
     * @param agent the agent that it is for; empty for people
     */
    public Uni<Void> send(SqlConnection transaction, UUID id, Optional<UUID> agent, String text) {
        return recipient(transaction, agent)
                .chain(found ->
                        found.isEmpty() ? Uni.createFrom().voidItem() : add(transaction, id, found.get(), text));
    }

    /**
     * Sends a message; returns false if the recipient does not exist.
     *
     * @param to the id or name of an agent, or {@code people}
     */
    public Uni<Boolean> send(SqlConnection transaction, UUID id, String to, String text) {
        Uni<Optional<Recipient>> found = to.equals(PEOPLE)
                ? Uni.createFrom().item(Optional.of(Recipient.PEOPLE))
                : outgoing.agent(transaction, to);
        return found.chain(recipient -> recipient
                .map(it -> add(transaction, id, it, text).replaceWith(true))
                .orElseGet(() -> Uni.createFrom().item(false)));
    }

    /** Replaces the text of a message that the caller has locked. */
    public Uni<Void> rewrite(SqlConnection transaction, UUID id, String text) {
        return transaction.preparedQuery(REWRITE).execute(Tuple.of(id, text)).replaceWithVoid();
    }

    private Uni<Void> add(SqlConnection transaction, UUID id, Recipient recipient, String text) {
        String kind = recipient.agent().isPresent() ? "agent" : "people";
        var draft = new Draft(Sender.SERVICE, id, kind, text, Optional.empty());
        return outgoing.numbers(transaction, List.of(recipient))
                .chain(numbers -> outgoing.insert(transaction, new NewIds(id), List.of(recipient), numbers, draft))
                .replaceWithVoid();
    }

    private Uni<Optional<Recipient>> recipient(SqlConnection transaction, Optional<UUID> agent) {
        return agent.map(id -> outgoing.agent(transaction, id.toString()))
                .orElseGet(() -> Uni.createFrom().item(Optional.of(Recipient.PEOPLE)));
    }
}
