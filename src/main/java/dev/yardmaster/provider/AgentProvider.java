package dev.yardmaster.provider;

import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LineListener;
import java.util.List;
import java.util.Map;

/**
 * A kind of agent CLI: how it is launched and how it talks. Implementations are CDI beans in a package of their own, and no other
 * package imports them.
 */
public interface AgentProvider {
    ProviderId id();

    /** The family it belongs to, such as {@code claude}: another word by which users may name it. */
    String runtime();

    /** Further words by which users may name it. */
    default List<String> aliases() {
        return List.of(runtime() + "-cli");
    }

    /** The name for people, such as {@code Claude Code}. */
    String displayName();

    /** The program looked up on the {@code PATH} when the default executable has no configured path. */
    String defaultProgram();

    /** What a user without the CLI should do, as one sentence. */
    String installHint();

    Capabilities capabilities();

    /** The protocols that it understands, by the name by which a provider declared by configuration chooses one. */
    Map<String, LaunchMode> dialects();

    /**
     * Short model names that it does not understand by itself, such as {@code opus}, and what it is told in their place. A name that any
     * provider lists is one that all have a meaning for: those that don't list it understand it by themselves.
     */
    Map<String, String> modelAliases();

    /** The child process that serves this request. */
    LaunchSpec launch(LaunchRequest request);

    /**
     * Starts what serves this request and connects to it. Throws {@code launch_failed}; may block.
     *
     * @param lines receives what the CLI says, in its dialogue's protocol; may be called before this method returns
     */
    default Connection connect(LaunchRequest request, LineListener lines) {
        return ChildConnection.start(launch(request), request.marker(), lines);
    }

    /** A new dialogue for one session. */
    Dialogue dialogue(LaunchRequest request);

    /** Looks whether an executable is installed and signed in. Does not throw for what it finds; blocks for some seconds at most. */
    Health probe(Executable executable);

    /**
     * The models that an executable offers now. Blocks for some seconds at most.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code PROVIDER_UNAVAILABLE} when it can't be asked
     */
    List<Model> models(Executable executable);
}
