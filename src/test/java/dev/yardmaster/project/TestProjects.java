package dev.yardmaster.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.yardmaster.mcp.StoredMcpServers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Projects for tests without a database. */
public final class TestProjects {
    private TestProjects() {}

    /** A project on the branch {@code main}, with worktrees. */
    public static Project of(UUID id, String name, String path, List<String> fallbackChain) {
        return new Project(
                id,
                name,
                path,
                "main",
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                fallbackChain,
                new StoredMcpServers("project", JsonNodeFactory.instance.objectNode()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                MergeSettings.DEFAULT,
                Instant.EPOCH);
    }
}
