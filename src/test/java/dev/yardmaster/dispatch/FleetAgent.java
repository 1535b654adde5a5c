package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.project.Project;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The row of an agent. */
final class FleetAgent {
    final AgentProfile profile;
    final Set<String> tags;
    final int sessionsAtOnce;
    /** The same for agents that differ in name and room only. */
    final int sort;

    boolean enabled = true;
    /** Whether there may be tasks for it alone. */
    boolean reserved;

    FleetAgent(AgentProfile profile, Set<String> tags, int sessionsAtOnce, int sort) {
        this.profile = profile;
        this.tags = tags;
        this.sessionsAtOnce = sessionsAtOnce;
        this.sort = sort;
    }

    /** What a session could run on. */
    record Runnable(String executable, String provider, Optional<String> model) {}

    /** Whether it may have tasks of a lane, told as plainly as can be. */
    boolean mayHave(TaskQueue lane) {
        if (!tags.containsAll(lane.requires())) {
            return false;
        }
        if (lane.reservedFor().isPresent()) {
            return lane.reservedFor().get().equals(profile.id());
        }
        boolean elsewhere = lane.project().isPresent()
                && profile.context().project().isPresent()
                && !lane.project().equals(profile.context().project());
        return lane.role() == profile.kind().role()
                && profile.kind().mode().value().equals("ephemeral")
                && !elsewhere;
    }

    /** What it could run on, in order, told as plainly as can be. */
    List<Runnable> runnables(Optional<Project> project, List<String> workspaceChain) {
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
                .filter(FleetCatalogue.EXECUTABLES::contains)
                .map(name -> new Runnable(
                        name,
                        FleetCatalogue.providerOf(name),
                        profile.model().map(model -> FleetCatalogue.told(FleetCatalogue.providerOf(name), model))))
                .toList();
    }
}
