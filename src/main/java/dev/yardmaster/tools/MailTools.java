package dev.yardmaster.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.inbox.Mail;
import dev.yardmaster.inbox.Message;
import dev.yardmaster.inbox.MessageSpec;
import dev.yardmaster.inbox.Sender;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.RequestReader;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tools with which agents read and write messages. The sender is the agent of the session, and no agent sees the mail of another one. */
@Singleton
class MailTools {
    private static final int PAGE = 20;

    private final Mail mail;
    private final RequestReader reader;
    private final ToolKeys keys;

    MailTools(Mail mail, RequestReader reader, ToolKeys keys) {
        this.mail = mail;
        this.reader = reader;
        this.keys = keys;
    }

    /** A message as its recipient or its sender reads it. */
    @JsonInclude(Include.NON_ABSENT)
    @RegisterForReflection
    record Letter(
            UUID id,
            String from,
            Optional<String> to,
            Instant at,
            UUID thread,
            Optional<UUID> replyTo,
            String state,
            String text) {
        static Letter of(Message message) {
            return new Letter(
                    message.id(),
                    message.sender().name(),
                    message.agentName(),
                    message.createdAt(),
                    message.thread(),
                    message.replyTo(),
                    message.state().value(),
                    message.text());
        }
    }

    /** @param next what gets the next page; empty on the last one */
    @JsonInclude(Include.NON_ABSENT)
    @RegisterForReflection
    record Letters(List<Letter> messages, Optional<String> next) {}

    Uni<Letters> send(CallingSession caller, ToolInput input) {
        ObjectNode fields = Json.object().put("text", input.needed("text"));
        input.text("to").ifPresent(to -> fields.put("to", to));
        input.messageId("reply_to").ifPresent(id -> fields.put("replyTo", id.toString()));
        MessageSpec message = reader.read(fields, MessageSpec.class);
        return requireOwn(caller, message.replyTo())
                .chain(() -> keys.once(
                        caller,
                        "message_send",
                        input,
                        id -> mail.send(new NewIds(id), Sender.agent(caller.agent(), caller.agentName()), message)))
                .map(sent ->
                        new Letters(sent.messages().stream().map(Letter::of).toList(), Optional.empty()));
    }

    Uni<Letters> list(CallingSession caller, ToolInput input) {
        return mail.inbox(caller.agent(), input.text("state"), input.text("after"), PAGE)
                .map(page -> new Letters(page.items().stream().map(Letter::of).toList(), page.next()));
    }

    Uni<Letter> acknowledge(CallingSession caller, ToolInput input) {
        UUID id = input.messageId("message").orElseThrow();
        return mail.find(id)
                .invoke(message -> requireRecipient(caller, message))
                .chain(() -> mail.acknowledge(id))
                .map(Letter::of);
    }

    /** An agent answers only messages that it has got or sent. */
    private Uni<Void> requireOwn(CallingSession caller, Optional<UUID> answered) {
        return answered.map(id -> mail.find(id)
                        .invoke(message -> {
                            if (!message.sender().agent().equals(Optional.of(caller.agent()))) {
                                requireRecipient(caller, message);
                            }
                        })
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static void requireRecipient(CallingSession caller, Message message) {
        if (!message.agent().equals(Optional.of(caller.agent()))) {
            throw new YardmasterException(
                    ErrorCode.MESSAGE_NOT_FOUND,
                    "The message " + message.id() + " is not yours. message_list shows your messages.");
        }
    }
}
