package dev.yardmaster.plan;

import dev.yardmaster.task.TaskState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
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

    /** A text such as {@code open 3} for each state that has tasks; null until the row is read. */
    @Nullable
    @Formula("ARRAY(SELECT t.state || ' ' || count(*) FROM task t WHERE t.plan = id GROUP BY t.state)")
    String[] tasks;

    Plan toPlan() {
        return new Plan(id, name, PlanState.of(state), counts(), createdAt, updatedAt);
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        Arrays.stream(TaskState.values()).forEach(each -> counts.put(each.value(), 0L));
        Stream.ofNullable(tasks)
                .flatMap(Arrays::stream)
                .map(text -> text.split(" "))
                .forEach(pair -> counts.put(pair[0], Long.valueOf(pair[1])));
        return counts;
    }
}
