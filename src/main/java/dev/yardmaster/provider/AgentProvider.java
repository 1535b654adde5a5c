package dev.yardmaster.provider;

import dev.yardmaster.process.LaunchSpec;

/**
 * A kind of agent CLI: how it is launched and how it talks. Implementations are CDI beans in a package of their own, have no state of
 * their own, and no other package imports them.
 */
public interface AgentProvider {
    ProviderId id();

    /** The name for people, such as {@code Claude Code}. */
    String displayName();

    /** The program looked up on the {@code PATH} when the default executable has no configured path. */
    String defaultProgram();

    /** What a user without the CLI should do, as one sentence. */
    String installHint();

    Capabilities capabilities();

    /** The child process that serves this request. */
    LaunchSpec launch(LaunchRequest request);

    /** A new dialogue for one session. */
    Dialogue dialogue(LaunchRequest request);
}
