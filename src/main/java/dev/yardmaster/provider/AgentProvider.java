package dev.yardmaster.provider;

import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LineListener;
import java.util.List;
import java.util.Map;

/**
 * A kind of agent CLI: how to launch it, and which protocol it speaks. Implementations are immutable CDI beans in a package of their own,
 * which no other package imports. All methods can be called from several threads at the same time.
 */
public interface AgentProvider {
    /** Returns the id, which is unique and never changes: it is stored with agents and sessions. */
    ProviderId id();

    /** Returns the family of CLIs that this provider belongs to, such as {@code claude}. Users may use it as a name of the provider. */
    String runtime();

    /** Returns further names that users may use for the provider. No other provider may have one of them. */
    default List<String> aliases() {
        return List.of(runtime() + "-cli");
    }

    /** Returns the name for people, such as {@code Claude Code}. */
    String displayName();

    /** Returns the program that the default executable runs if its path is not configured. It is looked up on the {@code PATH}. */
    String defaultProgram();

    /** Returns one sentence that explains how to install the CLI. */
    String installHint();

    /** Returns what the CLI supports. */
    Capabilities capabilities();

    /**
     * Returns the protocols that {@link #dialogue} understands, by name, with the mode in which each is spoken. A provider that is declared by
     * configuration chooses one of these names.
     */
    Map<String, LaunchMode> dialects();

    /**
     * Returns short model names that the CLI does not understand itself, such as {@code opus}, with the model names to use instead.
     *
     * <p>If one provider lists an alias, all providers must accept it, so that an agent can move between providers. A provider that does not
     * list the alias passes it to its CLI unchanged.
     */
    Map<String, String> modelAliases();

    /**
     * Returns the child process for a session. The prompt must not be part of the command or the environment, which other users of the machine
     * can read; the dialogue sends it. The environment must contain {@link LaunchRequest#identity()}.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code INVALID_REQUEST} if the CLI can't serve the request
     */
    LaunchSpec launch(LaunchRequest request);

    /**
     * Starts the CLI for a session and connects to it. May block. By default it starts the process of {@link #launch}; a provider whose CLI
     * runs as a server overrides this method.
     *
     * @param lines receives each line that the CLI prints; may be called before this method returns
     * @throws dev.yardmaster.problem.YardmasterException with {@code LAUNCH_FAILED} if the CLI can't be started
     */
    default Connection connect(LaunchRequest request, LineListener lines) {
        return ChildConnection.start(launch(request), request.marker(), lines);
    }

    /** Returns a new dialogue for one session. Does not start anything. */
    Dialogue dialogue(LaunchRequest request);

    /**
     * Checks whether an executable is installed and signed in. It reports problems in the result and throws no exception for them. Blocks for a
     * few seconds, on a slow machine up to about a minute, and must not use the provider's quota. If a program of the check does not end in
     * time, the result is {@link Health.State#TIMED_OUT}: slowness is no fault.
     */
    Health probe(Executable executable);

    /**
     * Asks an executable for the models that it offers. Blocks for a few seconds, on a slow machine up to a minute.
     *
     * @return the models in the CLI's order; empty if the CLI can't list them
     * @throws dev.yardmaster.problem.YardmasterException with {@code PROVIDER_UNAVAILABLE} if the CLI is missing or fails, and with
     *     {@code COMMAND_TIMED_OUT} if it does not answer in time
     */
    List<Model> models(Executable executable);
}
