package dev.yardmaster.provider;

import dev.yardmaster.process.EnvironmentMarker;
import java.nio.file.Path;
import java.util.HashMap;
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
 * @param context what the agent is given beside its task
 * @param identity environment variables that tell the child who it is (ids of agent, task and session)
 */
public record LaunchRequest(
        Executable executable,
        LaunchMode mode,
        Optional<String> model,
        Path directory,
        Conversation conversation,
        LaunchContext context,
        Map<String, String> identity) {
    /** The environment variable by which a session's processes are known. */
    private static final String SESSION = "YARDMASTER_SESSION";

    public LaunchRequest {
        Map<String, String> marked = new HashMap<>(identity);
        marked.put(SESSION, conversation.session().toString());
        identity = Map.copyOf(marked);
    }

    /** The same on another executable. */
    public LaunchRequest on(Executable other) {
        return new LaunchRequest(other, mode, model, directory, conversation, context, identity);
    }

    /** By which all processes of this session are known. */
    public EnvironmentMarker marker() {
        return new EnvironmentMarker(SESSION, conversation.session().toString());
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
