package dev.yardmaster.session;

import dev.yardmaster.pool.Slot;
import dev.yardmaster.project.Project;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.resolution.Resolution;
import java.util.List;
import java.util.Optional;

/**
 * The plan for a session: what it runs on, and what it occupies.
 *
 * @param resolution why it runs on the executable
 * @param project the project it works on
 * @param slots the slots that it takes in the pools of its agent
 */
record SessionPlan(
        Resolution resolution,
        AgentProvider provider,
        Executable executable,
        LaunchMode mode,
        Optional<Project> project,
        List<Slot> slots) {}
