package dev.yardmaster.plan;

import dev.yardmaster.task.TaskState;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The row of a plan. */
@Entity
@Table(name = "plan")
@DynamicUpdate
@NullUnmarked
class PlanEntity {
    @Id
    UUID id;

    String name;
    String state;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    /** The number of tasks in each state that has tasks; null until the row is read. */
    @Nullable
    @Formula("""
            (SELECT jsonb_object_agg(c.state, c.count) FROM (
                SELECT t.state, count(*) FROM task t WHERE t.plan = id GROUP BY t.state) c)
            """)
    JsonObject tasks;

    Plan toPlan() {
        return new Plan(id, name, PlanState.of(state), counts(), createdAt, updatedAt);
    }

    private Map<String, Long> counts() {
        JsonObject counted = tasks == null ? new JsonObject() : tasks;
        Map<String, Long> counts = new LinkedHashMap<>();
        for (TaskState each : TaskState.values()) {
            counts.put(each.value(), counted.getLong(each.value(), 0L));
        }
        return counts;
    }
}
