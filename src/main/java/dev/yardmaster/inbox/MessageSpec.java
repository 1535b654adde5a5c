package dev.yardmaster.inbox;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message as a sender writes it.
 *
 * @param to whom it is for; by default the sender of the message that it answers
 * @param text the text: 100,000 characters are about 25,000 tokens, so a message and the work of the agent fit into the context of a model
 * @param replyTo the id of the message that it answers
 */
public record MessageSpec(
        @Schema(
                description = "The id or name of an agent, 'role:' and a role for each agent of the role, 'people', or"
                        + " 'person:' and the name of a token."
                        + " By default the sender of the message that it answers.",
                examples = {"ada", "role:worker", "people", "person:admin"})
        Optional<@Size(min = 1, max = 100, message = "must have 1 to 100 characters") String> to,

        @NotBlank(message = "is missing: send the text of the message")
        @Size(
                max = MOST_CHARACTERS,
                message = "must have at most 100,000 characters; put the rest into a file and name it")
        String text,

        @Schema(description = "The id of the message that it answers.")
        Optional<UUID> replyTo) {
    static final int MOST_CHARACTERS = 100_000;

    /** Leaves out the text. */
    @Override
    public String toString() {
        return "MessageSpec[to=" + to + "]";
    }
}
