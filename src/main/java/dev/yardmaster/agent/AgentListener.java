package dev.yardmaster.agent;

import io.smallrye.mutiny.Uni;

/** Listens to changes of agents. Every CDI bean of this type is called. */
public interface AgentListener {
    /** An agent has changed, and its running sessions must be handed over to sessions with the new configuration. */
    Uni<Void> restart(AgentProfile agent);
}
