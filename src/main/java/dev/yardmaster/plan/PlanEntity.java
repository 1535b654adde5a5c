package dev.yardmaster.plan;

import dev.yardmaster.task.TaskState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

    UUID director;

    Instant deadline;

    @Column(name = "time_limit_ms")
    Long timeLimitMillis;

    // Triggers of the database write these.
    @Column(name = "activated_at", insertable = false, updatable = false)
    Instant activatedAt;

    @Column(name = "due_at", insertable = false, updatable = false)
    Instant dueAt;

    @Column(insertable = false, updatable = false)
    boolean overdue;

    @Column(name = "ended_at", insertable = false, updatable = false)
    Instant endedAt;

    @Formula("(SELECT min(t.started_at) FROM task t WHERE t.plan = id)")
    Instant startedAt;

    /** The numbers of its open tasks that wait for others, and of its open proposals. */
    @Nullable
    @Formula("(SELECT count(*) FROM task t WHERE t.plan = id AND t.state = 'open' AND t.blockers > 0)")
    Long blocked;

    @Nullable
    @Formula("(SELECT count(*) FROM task t WHERE t.plan = id AND t.state = 'open' AND t.proposed)")
    Long proposed;

    /** A text such as {@code open 3} for each state that has tasks; null until the row is read. */
    @Nullable
    @Formula("ARRAY(SELECT t.state || ' ' || count(*) FROM task t WHERE t.plan = id GROUP BY t.state)")
    String[] tasks;

    Plan toPlan() {
        Map<String, Long> counts = counts();
        return new Plan(
                id,
                name,
                PlanState.of(state),
                counts,
                PlanProgress.of(counts, count(blocked), count(proposed)),
                Optional.ofNullable(director),
                Optional.ofNullable(deadline),
                Optional.ofNullable(timeLimitMillis).map(Duration::ofMillis),
                Optional.ofNullable(dueAt),
                overdue,
                Optional.ofNullable(activatedAt),
                Optional.ofNullable(startedAt),
                Optional.ofNullable(endedAt),
                createdAt,
                updatedAt);
    }

    private static long count(@Nullable Long value) {
        return value == null ? 0 : value;
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
