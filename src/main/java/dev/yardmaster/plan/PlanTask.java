package dev.yardmaster.plan;

import dev.yardmaster.task.TaskSpec;
import java.util.List;

/**
 * A task of a new plan.
 *
 * @param name its name, which is unique in the plan
 * @param dependsOn the names of tasks of the plan and the ids of other tasks that must be done before the task starts
 * @param spec everything else
 */
record PlanTask(String name, List<String> dependsOn, TaskSpec spec) {
    PlanTask {
        dependsOn = List.copyOf(dependsOn);
    }
}
