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
 * What a session is to run on.
 *
 * @param project the project that it works on
 * @param slots what it takes of the pools that govern its agent
 */
record SessionPlan(
        Resolution resolution,
        AgentProvider provider,
        Executable executable,
        LaunchMode mode,
        Optional<Project> project,
        List<Slot> slots) {}
