package dev.yardmaster.inbox;

import dev.yardmaster.id.NewIds;
import dev.yardmaster.inbox.Address.ToAgent;
import dev.yardmaster.inbox.Address.ToPeople;
import dev.yardmaster.inbox.Address.ToPerson;
import dev.yardmaster.inbox.Address.ToRole;
import dev.yardmaster.page.Page;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sends, acknowledges and withdraws messages. For any thread; no method blocks. */
@Singleton
public class Mail {
    private static final int MOST = 100_000;

    private final MessageRepository repository;
    private final OutgoingMail outgoing;
    private final List<ReplyListener> listeners;
    private final Pool pool;
    private final int maxUnacknowledged;

    Mail(
            MessageRepository repository,
            OutgoingMail outgoing,
            @All List<ReplyListener> listeners,
            Pool pool,
            InboxConfig config) {
        this.repository = repository;
        this.outgoing = outgoing;
        this.listeners = listeners;
        this.pool = pool;
        this.maxUnacknowledged = config.maxUnacknowledged();
        if (maxUnacknowledged < 1 || maxUnacknowledged > MOST) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The setting yardmaster.inbox.max-unacknowledged is " + maxUnacknowledged + ", but it must be 1 to "
                            + MOST + ".");
        }
    }

    /**
     * Sends a message to all its recipients, or to none. Fails with {@code unknown_agent}, {@code unknown_role}, {@code unknown_message} or
     * {@code invalid_request}, and with {@code inbox_full} if a recipient has too many queued messages.
     *
     * @param ids the ids of the messages; with the same ids, a repetition adds nothing and answers the same
     * @param sender as the service knows the caller, never as a request names it
     */
    public Uni<SentMessages> send(NewIds ids, Sender sender, MessageSpec message) {
        return pool.withTransaction(transaction -> send(transaction, ids, sender, message));
    }

    /** As {@link #send(NewIds, Sender, MessageSpec)}, within a transaction. Locks the mailboxes of the recipients. */
    public Uni<SentMessages> send(SqlConnection transaction, NewIds ids, Sender sender, MessageSpec message) {
        return send(transaction, ids, sender, message, maxUnacknowledged);
    }

    /** As {@link #send(SqlConnection, NewIds, Sender, MessageSpec)}, also into a full inbox: something waits for the message. */
    public Uni<SentMessages> sendInAnyCase(SqlConnection transaction, NewIds ids, Sender sender, MessageSpec message) {
        return send(transaction, ids, sender, message, Integer.MAX_VALUE);
    }

    private Uni<SentMessages> send(
            SqlConnection transaction, NewIds ids, Sender sender, MessageSpec message, int most) {
        return outgoing.added(transaction, ids)
                .chain(added -> added.isEmpty()
                        ? add(transaction, ids, sender, message, most)
                        : Uni.createFrom().item(added))
                .map(SentMessages::of);
    }

    /** Notes that the recipient has dealt with a message. Idempotent. Fails with {@code message_not_found} or {@code conflict}. */
    public Uni<Message> acknowledge(UUID id) {
        return repository
                .acknowledge(id)
                .chain(changed -> changed.map(it -> Uni.createFrom().item(it))
                        .orElseGet(() -> get(id).invoke(Mail::requireAcknowledged)));
    }

    /** Withdraws a message that is still queued. Idempotent. Fails with {@code message_not_found} or {@code conflict}. */
    public Uni<Void> withdraw(UUID id, Sender by) {
        String reason = "Withdrawn by the " + by.kind().value() + " '" + by.name() + "'.";
        return repository
                .withdraw(id, reason)
                .chain(done -> done
                        ? Uni.createFrom().voidItem()
                        : get(id).invoke(Mail::requireWithdrawn).replaceWithVoid());
    }

    /** A message; fails with {@code message_not_found}. */
    public Uni<Message> find(UUID id) {
        return repository.find(id).map(found -> found.orElseThrow(() -> NotFound.MESSAGE.of(id)));
    }

    /**
     * A page of the messages to an agent, the oldest first. Fails with {@code invalid_request} or {@code invalid_cursor}.
     *
     * @param state the name of a state; empty for all
     * @param after the {@code next} of the previous page
     */
    public Uni<Page<Message, String>> inbox(UUID agent, Optional<String> state, Optional<String> after, int limit) {
        var filter = new InboxFilter(after, state.stream().toList(), Optional.empty(), Optional.empty());
        return repository.inbox(agent.toString(), filter, limit);
    }

    /** The message with an id, and what it waits for; fails with {@code message_not_found}. */
    Uni<Message> get(UUID id) {
        return repository
                .find(id)
                .map(found -> found.orElseThrow(() -> NotFound.MESSAGE.of(id)))
                .chain(message -> message.state() == MessageState.QUEUED
                                && message.agent().isPresent()
                        ? repository
                                .reachability(message.agent().get())
                                .map(agent -> message.waitingFor(agent.map(it -> it.waitFor(message))))
                        : Uni.createFrom().item(message));
    }

    private Uni<List<Message>> add(
            SqlConnection transaction, NewIds ids, Sender sender, MessageSpec message, int most) {
        return answered(transaction, message.replyTo()).chain(answered -> {
            Address address = address(message, answered);
            var draft = new OutgoingMail.Draft(
                    sender,
                    answered.map(Message::thread).orElse(ids.first()),
                    address.kind(),
                    message.text(),
                    message.replyTo());
            return recipients(transaction, address, sender)
                    .chain(recipients -> outgoing.numbers(transaction, recipients)
                            .call(() -> requireRoom(transaction, recipients, most))
                            .chain(numbers -> outgoing.insert(transaction, ids, recipients, numbers, draft)))
                    .call(added -> answered.map(it -> tellListeners(transaction, it, added))
                            .orElseGet(() -> Uni.createFrom().voidItem()));
        });
    }

    private Uni<Void> tellListeners(SqlConnection transaction, Message answered, List<Message> replies) {
        Uni<Void> notified = Uni.createFrom().voidItem();
        for (ReplyListener listener : listeners) {
            for (Message reply : replies) {
                notified = notified.chain(() -> listener.replied(transaction, answered, reply));
            }
        }
        return notified;
    }

    private Uni<Optional<Message>> answered(SqlConnection transaction, Optional<UUID> replyTo) {
        return replyTo.map(id -> repository.find(transaction, id).invoke(found -> {
                    if (found.isEmpty()) {
                        throw YardmasterException.ofField(
                                ErrorCode.UNKNOWN_MESSAGE,
                                "replyTo",
                                "is '" + id
                                        + "', which is not the id of a message; GET /api/messages lists all messages");
                    }
                }))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static Address address(MessageSpec message, Optional<Message> answered) {
        return message.to()
                .map(Address::parse)
                .or(() -> answered.map(Mail::backTo))
                .orElseThrow(
                        () -> YardmasterException.ofField(
                                ErrorCode.INVALID_REQUEST,
                                "to",
                                "is missing: name an agent, 'role:' and a role, 'people', or 'person:' and the name of a token, or send 'replyTo'"));
    }

    private static Address backTo(Message answered) {
        return answered.sender()
                .agent()
                .<Address>map(agent -> new ToAgent(agent.toString()))
                .orElseGet(ToPeople::new);
    }

    private Uni<List<Recipient>> recipients(SqlConnection transaction, Address address, Sender sender) {
        return switch (address) {
            case ToPeople() -> Uni.createFrom().item(List.of(Recipient.PEOPLE));
            case ToPerson(String name) -> person(transaction, name);
            case ToAgent(String idOrName) ->
                outgoing.agent(transaction, idOrName)
                        .map(
                                found -> List.of(
                                        found.orElseThrow(
                                                () -> YardmasterException.ofField(
                                                        ErrorCode.UNKNOWN_AGENT,
                                                        "to",
                                                        "is '" + idOrName
                                                                + "', which is not the id or name of an agent; GET /api/agents lists all agents"))))
                        .invoke(found -> requireAnother(found.getFirst(), sender));
            case ToRole(var role) ->
                outgoing.agents(transaction, role, sender).invoke(agents -> {
                    if (agents.isEmpty()) {
                        throw YardmasterException.ofField(
                                ErrorCode.UNKNOWN_AGENT,
                                "to",
                                "is 'role:" + role.value()
                                        + "', but no other agent has this role; GET /api/agents lists all agents");
                    }
                });
        };
    }

    private Uni<List<Recipient>> person(SqlConnection transaction, String name) {
        return outgoing.isPerson(transaction, name).map(known -> {
            if (!known) {
                throw YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        "to",
                        "is 'person:" + name + "', but no token has this name; send it to 'people'");
            }
            return List.of(Recipient.person(name));
        });
    }

    /** An agent that writes to itself would be started for its own messages, again and again. */
    private static void requireAnother(Recipient recipient, Sender sender) {
        if (sender.agent().isPresent() && sender.agent().equals(recipient.agent())) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "to",
                    "is the sender; an agent can't send a message to itself, so name another agent or 'people'");
        }
    }

    private Uni<Void> requireRoom(SqlConnection transaction, List<Recipient> recipients, int most) {
        return outgoing.full(transaction, recipients, most)
                .invoke(full -> full.ifPresent(key -> {
                    throw new YardmasterException(
                            ErrorCode.INBOX_FULL,
                            "The inbox of " + name(key, recipients) + " has " + most
                                    + " queued messages. Acknowledge or withdraw some, or raise"
                                    + " yardmaster.inbox.max-unacknowledged.");
                }))
                .replaceWithVoid();
    }

    private static String name(String key, List<Recipient> recipients) {
        return recipients.stream()
                .filter(recipient -> recipient.key().equals(key))
                .flatMap(recipient -> recipient.name().stream())
                .findFirst()
                .map(name -> "the agent '" + name + "'")
                .orElse("people");
    }

    private static void requireAcknowledged(Message message) {
        if (message.state() != MessageState.ACKNOWLEDGED) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The message can't be acknowledged, because it is "
                            + message.state().value() + ": " + message.reason().orElse("") + " Send a new one.");
        }
    }

    private static void requireWithdrawn(Message message) {
        if (message.state() != MessageState.UNDELIVERABLE) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The message can't be withdrawn, because "
                            + (message.state() == MessageState.QUEUED
                                    ? "a session is getting it."
                                    : "it is " + message.state().value() + ".")
                            + " Send another message that corrects it.");
        }
    }
}
