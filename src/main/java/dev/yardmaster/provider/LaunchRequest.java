package dev.yardmaster.provider;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a session asks of a provider.
 *
 * @param executable what to start
 * @param mode how to talk to it
 * @param model the model as the provider is to be told it; empty for the provider's own default
 * @param directory the working directory
 * @param conversation what is said first, and to which earlier conversation it belongs
 * @param identity environment variables that tell the child who it is (ids of agent, task and session)
 */
public record LaunchRequest(
        Executable executable,
        LaunchMode mode,
        Optional<String> model,
        Path directory,
        Conversation conversation,
        Map<String, String> identity) {
    public LaunchRequest {
        identity = Map.copyOf(identity);
    }

    /**
     * The conversation that a session starts or goes on with.
     *
     * @param session the id of our session; a new conversation takes it as the provider's session id where the provider lets us choose
     * @param resumed the provider's own id of the earlier session to go on with
     * @param prompt the first message; empty in {@link LaunchMode#BIDIRECTIONAL} when the first message comes later
     */
    public record Conversation(UUID session, Optional<String> resumed, Optional<String> prompt) {}
}
