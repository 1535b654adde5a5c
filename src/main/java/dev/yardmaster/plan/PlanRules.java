package dev.yardmaster.plan;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The checks of changes of plans and their error messages. Pure. */
final class PlanRules {
    /** How many tasks an error message names. */
    static final int MOST_LISTED = 10;

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private PlanRules() {}

    /** Throws {@code conflict} if a plan is in none of some states. */
    static void requireState(PlanEntity plan, Set<PlanState> states) {
        if (!states.contains(PlanState.of(plan.state))) {
            throw conflict("The plan '" + plan.name + "' is " + plan.state
                    + ". Only a draft can be activated, and only a draft or an active plan can be cancelled.");
        }
    }

    /** Throws {@code invalid_request} for a state in which no plan starts. */
    static void requireStart(Optional<PlanState> state) {
        if (state.filter(it -> it != PlanState.DRAFT && it != PlanState.ACTIVE).isPresent()) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "state",
                    "must be draft or active; a plan gets the other states by itself or by cancelling it");
        }
    }

    /** Throws {@code invalid_request} for a time that can't be stored. */
    static void checkTime(PlanTime time) {
        time.deadline()
                .filter(at -> at.isBefore(EARLIEST) || at.isAfter(LATEST))
                .ifPresent(_ -> {
                    throw YardmasterException.ofField(
                            ErrorCode.INVALID_REQUEST,
                            "deadline",
                            "is out of range: give a time between " + EARLIEST + " and " + LATEST);
                });
    }

    /** Throws {@code conflict} if a plan is cancelled. */
    static void requireNotCancelled(PlanRow plan) {
        if (plan.state() == PlanState.CANCELLED) {
            throw conflict("The plan '" + plan.name()
                    + "' is cancelled and accepts no more tasks. Apply the description to a plan with another name.");
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
