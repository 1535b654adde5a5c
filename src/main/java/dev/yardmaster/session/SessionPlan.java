package dev.yardmaster.session;

import dev.yardmaster.project.Project;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Resolution;
import java.util.Optional;

/** What a session is to run on, and the project that it works on. */
record SessionPlan(
        Resolution resolution,
        AgentProvider provider,
        Executable executable,
        LaunchMode mode,
        Optional<Project> project) {}
