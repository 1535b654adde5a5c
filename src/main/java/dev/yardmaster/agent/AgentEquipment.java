package dev.yardmaster.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.provider.Permissions;
import java.util.Optional;
import java.util.UUID;

/**
 * What an agent is given beside its tasks.
 *
 * @param project the project that it works on
 * @param mcpServers servers of tools by name, over those of its project
 * @param instructions what it is told
 */
public record AgentEquipment(
        Optional<UUID> project, Permissions permissions, ObjectNode mcpServers, Optional<String> instructions) {
    /** Without the servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "AgentEquipment[project=" + project + ", permissions=" + permissions + "]";
    }
}
