package dev.yardmaster.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/** The bodies of bulk requests. */
final class BulkRequest {
    private static final int MOST = 1_000;

    private BulkRequest() {}

    /**
     * New tasks.
     *
     * @param tasks the tasks, each as for a request that adds one task
     */
    record NewTasks(
            @NotNull(message = "is missing: list the tasks to add")
            @Size(min = 1, max = MOST, message = "must have 1 to 1,000 tasks")
            List<@NotNull(message = "must be a task") ObjectNode> tasks) {}

    /**
     * Tasks to change.
     *
     * @param ids the ids of the tasks
     */
    record TaskIds(
            @NotNull(message = "is missing: list the ids of the tasks")
            @Size(min = 1, max = MOST, message = "must have 1 to 1,000 ids")
            List<@NotNull(message = "must be the id of a task") UUID> ids) {}

    /**
     * Tasks whose priority is changed.
     *
     * @param ids the ids of the tasks
     * @param priority 1 (most urgent) to 5 (least urgent)
     */
    record TaskPriorities(
            @NotNull(message = "is missing: list the ids of the tasks")
            @Size(min = 1, max = MOST, message = "must have 1 to 1,000 ids")
            List<@NotNull(message = "must be the id of a task") UUID> ids,

            @NotNull(message = "is missing: give a priority from 1 (most urgent) to 5")
            @Min(value = 1, message = "must be 1 (most urgent) to 5")
            @Max(value = 5, message = "must be 1 (most urgent) to 5")
            Integer priority) {}
}
