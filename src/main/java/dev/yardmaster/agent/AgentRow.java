package dev.yardmaster.agent;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Set;

/** An agent as plain SQL reads it from the table {@code agent}, for the dispatcher. */
public record AgentRow(AgentProfile profile, Set<String> tags, boolean enabled) {
    public AgentRow {
        tags = Set.copyOf(tags);
    }

    /** Maps a row with all columns of the table; the row may have other columns too. */
    public static AgentRow of(Row row) {
        AgentEntity entity = AgentEntity.of(row);
        return new AgentRow(entity.profile(), Set.of(entity.tags), entity.enabled);
    }
}
