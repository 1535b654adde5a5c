package dev.yardmaster.plan;

import dev.yardmaster.task.TaskState;
import java.util.Map;

/**
 * How far the tasks of a plan are. Pure.
 *
 * @param percent the part of its tasks that are done, 0 to 100, without those that were cancelled; 0 if there are none
 * @param blocked the open tasks that wait for other tasks
 * @param proposed the open tasks that wait to be accepted
 */
public record PlanProgress(int percent, long blocked, long proposed) {
    static PlanProgress of(Map<String, Long> tasks, long blocked, long proposed) {
        long all = tasks.values().stream().mapToLong(Long::longValue).sum() - count(tasks, TaskState.CANCELLED);
        return new PlanProgress(all == 0 ? 0 : (int) (100 * count(tasks, TaskState.DONE) / all), blocked, proposed);
    }

    private static long count(Map<String, Long> tasks, TaskState state) {
        return tasks.getOrDefault(state.value(), 0L);
    }
}
