package dev.yardmaster.agent;

import io.smallrye.mutiny.Uni;

/** Who wants to know of agents. CDI beans of this type are told. */
public interface AgentListener {
    /** An agent was changed, and its running sessions are to go on as it is now. */
    Uni<Void> restart(AgentProfile agent);
}
