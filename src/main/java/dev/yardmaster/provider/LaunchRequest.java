package dev.yardmaster.provider;

import dev.yardmaster.process.EnvironmentMarker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything that a provider needs to start one session.
 *
 * @param executable what to run
 * @param mode one of the provider's {@link Capabilities#modes()}
 * @param model the model's name as the CLI expects it; empty for the CLI's own default
 * @param directory the working directory of the agent
 * @param conversation the first message, and the earlier session to continue
 * @param context what the agent gets besides its task
 * @param identity environment variables with the ids of agent, task and session, and what belongs to the task's worktree. The CLI and all
 *     its tools must inherit them
 */
public record LaunchRequest(
        Executable executable,
        LaunchMode mode,
        Optional<String> model,
        Path directory,
        Conversation conversation,
        LaunchContext context,
        Map<String, String> identity) {
    /** The environment variable that identifies the processes of a session. */
    private static final String SESSION = "YARDMASTER_SESSION";

    public LaunchRequest {
        Map<String, String> marked = new HashMap<>(identity);
        marked.put(SESSION, conversation.session().toString());
        identity = Map.copyOf(marked);
    }

    /** Returns the same request for another executable. */
    public LaunchRequest on(Executable other) {
        return new LaunchRequest(other, mode, model, directory, conversation, context, identity);
    }

    /** Returns the same request with another context. */
    public LaunchRequest with(LaunchContext other) {
        return new LaunchRequest(executable, mode, model, directory, conversation, other, identity);
    }

    /** Returns the same request with more variables. */
    public LaunchRequest with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(identity);
        all.putAll(variables);
        return new LaunchRequest(executable, mode, model, directory, conversation, context, all);
    }

    /** Returns the same request for a conversation that has had these instructions before. */
    public LaunchRequest instructed() {
        var known = new Conversation(conversation.session, conversation.resumed, conversation.prompt, true);
        return new LaunchRequest(executable, mode, model, directory, known, context, identity);
    }

    /** Returns the same request in another directory. */
    public LaunchRequest in(Path other) {
        return new LaunchRequest(executable, mode, model, other, conversation, context, identity);
    }

    /** Returns the variable of {@link #identity()} that identifies all processes of this session. */
    public EnvironmentMarker marker() {
        return markerOf(conversation.session());
    }

    /** Returns the variable that identifies all processes of a session. */
    public static EnvironmentMarker markerOf(UUID session) {
        return new EnvironmentMarker(SESSION, session.toString());
    }

    /**
     * The conversation that a session starts or continues.
     *
     * @param session the service's id of the session. If the CLI accepts a session id, a new conversation uses this one
     * @param resumed the CLI's id of the earlier session to continue, from its {@link AgentEvent.SessionStarted}
     * @param prompt the first message. Always present in {@link LaunchMode#ONE_SHOT}; may be empty in {@link LaunchMode#BIDIRECTIONAL}, where
     *     a message can follow later
     * @param instructed whether the earlier session has had the same instructions
     */
    public record Conversation(UUID session, Optional<String> resumed, Optional<String> prompt, boolean instructed) {
        /** A conversation whose instructions are new. */
        public Conversation(UUID session, Optional<String> resumed, Optional<String> prompt) {
            this(session, resumed, prompt, false);
        }
    }
}
