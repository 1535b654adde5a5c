package dev.yardmaster.plan;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The checks of changes of plans and their error messages. Pure. */
final class PlanRules {
    /** How many tasks an error message names. */
    static final int MOST_LISTED = 10;

    private PlanRules() {}

    /** Throws {@code conflict} if a plan is in none of some states. */
    static void requireState(PlanEntity plan, Set<PlanState> states) {
        if (!states.contains(PlanState.of(plan.state))) {
            throw conflict("The plan '" + plan.name + "' is " + plan.state
                    + ". Only a draft can be activated, and only a draft or an active plan can be cancelled.");
        }
    }

    /** Throws {@code conflict} if tasks of a plan are running. */
    static void requireNoneRunning(String name, long running) {
        if (running > 0) {
            throw conflict("Tasks of the plan '" + name + "' are running: " + running
                    + ". Cancel the plan first (POST /api/plans/" + name
                    + "/cancel), and wait until their sessions have been stopped.");
        }
    }

    /** Throws {@code conflict} if tasks outside of a plan wait for tasks of it. */
    static void requireNoneWaiting(List<UUID> waiting) {
        if (!waiting.isEmpty()) {
            throw conflict("Tasks outside of the plan depend on tasks of the plan: "
                    + waiting.stream().map(UUID::toString).collect(Collectors.joining(", "))
                    + (waiting.size() < MOST_LISTED ? "" : ", …")
                    + ". Delete them first, or remove the tasks of the plan from their 'dependsOn'.");
        }
    }

    private static YardmasterException conflict(String detail) {
        return new YardmasterException(ErrorCode.CONFLICT, detail);
    }
}
