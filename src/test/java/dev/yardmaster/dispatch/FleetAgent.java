package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.dispatch.planning.ProviderCatalogue;
import dev.yardmaster.dispatch.planning.TaskQueue;
import dev.yardmaster.project.Project;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An agent's row in a simulated fleet. */
final class FleetAgent {
    final AgentProfile profile;
    final Set<String> tags;
    final int maxSessions;
    /** Equal for agents that differ only in their names and their capacity. */
    final int group;

    boolean enabled = true;
    /** Whether tasks may be reserved for this agent. */
    boolean reserved;

    FleetAgent(AgentProfile profile, Set<String> tags, int maxSessions, int group) {
        this.profile = profile;
        this.tags = tags;
        this.maxSessions = maxSessions;
        this.group = group;
    }

    /** What a session can run on. */
    record Candidate(String executable, String provider, Optional<String> model) {}

    /** Whether it may run tasks of a queue. Repeats the production rule in the simplest form. */
    boolean isEligibleFor(TaskQueue queue) {
        if (!tags.containsAll(queue.requires())) {
            return false;
        }
        if (queue.reservedFor().isPresent()) {
            return queue.reservedFor().get().equals(profile.id());
        }
        boolean worksElsewhere = queue.project().isPresent()
                && profile.context().project().isPresent()
                && !queue.project().equals(profile.context().project());
        return queue.role() == profile.kind().role() && profile.kind().mode() == AgentMode.EPHEMERAL && !worksElsewhere;
    }

    /** What it can run on, in order of preference. Repeats the production rule in the simplest form. */
    List<Candidate> candidates(Optional<Project> project, List<String> workspaceChain) {
        Set<String> names = new LinkedHashSet<>();
        names.add(profile.executable().or(profile::provider).orElse("claude-code"));
        if (profile.fallback()) {
            List<String> ofProject = project.map(Project::fallbackChain).orElse(List.of());
            names.addAll(
                    !profile.fallbackChain().isEmpty()
                            ? profile.fallbackChain()
                            : !ofProject.isEmpty() ? ofProject : workspaceChain);
        }
        return names.stream()
                .filter(ProviderCatalogue.EXECUTABLES::contains)
                .map(name -> candidate(name, ProviderCatalogue.providerOf(name)))
                .toList();
    }

    private Candidate candidate(String executable, String provider) {
        return new Candidate(
                executable, provider, profile.model().map(model -> ProviderCatalogue.modelName(provider, model)));
    }
}
