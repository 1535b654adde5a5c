package dev.yardmaster.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.agent.Agent;
import dev.yardmaster.agent.Agents;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The tool that shows the crew. */
@Singleton
class AgentTools {
    private static final int MOST = 1000;

    private final Agents agents;

    AgentTools(Agents agents) {
        this.agents = agents;
    }

    /** An agent in a list: enough to choose one. */
    @JsonInclude(Include.NON_EMPTY)
    @RegisterForReflection
    record Brief(
            String name,
            String role,
            String mode,
            String state,
            List<String> tags,
            Optional<String> provider,
            Optional<String> model) {
        static Brief of(Agent agent) {
            return new Brief(
                    agent.name(),
                    agent.kind().role().value(),
                    agent.kind().mode().value(),
                    agent.state(),
                    agent.tags(),
                    agent.provider(),
                    agent.model());
        }
    }

    @RegisterForReflection
    record Briefs(List<Brief> agents) {}

    /** Agents that can't get a task of the caller's project are left out. */
    Uni<Briefs> list(CallingSession caller, ToolInput input) {
        return agents.list("", MOST)
                .map(found -> new Briefs(found.stream()
                        .filter(agent -> caller.project().isEmpty()
                                || agent.project().isEmpty()
                                || agent.project().equals(caller.project()))
                        .map(Brief::of)
                        .filter(it -> input.text("role").map(it.role()::equals).orElse(true))
                        .filter(it ->
                                input.text("state").map(it.state()::equals).orElse(true))
                        .toList()));
    }
}
