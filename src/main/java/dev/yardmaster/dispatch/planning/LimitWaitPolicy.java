package dev.yardmaster.dispatch.planning;

import dev.yardmaster.dispatch.planning.DispatchDecision.Blocked;
import dev.yardmaster.selection.SelectionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds tasks that would wait for limits longer than the setting {@code maxLimitWait} allows. */
public final class LimitWaitPolicy {
    private LimitWaitPolicy() {}

    /**
     * Tasks that wait too long.
     *
     * @param tasks at least one
     * @param reason for users
     */
    public record ExceededWaits(List<UUID> tasks, String reason) {
        public ExceededWaits {
            tasks = List.copyOf(tasks);
        }
    }

    /** The tasks that only limits block, if all these limits end too late. Empty if there are none or the setting is absent. */
    public static Optional<ExceededWaits> exceeded(List<DispatchDecision> decisions, SelectionContext context) {
        return context.workspace()
                .maxLimitWait()
                .map(longest -> new ExceededWaits(waitingPast(context.at().plus(longest), decisions), reason(longest)))
                .filter(waits -> !waits.tasks().isEmpty());
    }

    private static List<UUID> waitingPast(Instant latest, List<DispatchDecision> decisions) {
        return decisions.stream()
                .filter(decision -> decision instanceof Blocked blocked
                        && blocked.isLimited()
                        && blocked.until().filter(latest::isBefore).isPresent())
                .map(decision -> decision.task().id())
                .toList();
    }

    private static String reason(Duration longest) {
        return "Every executable that this task could use is limited for longer than the setting maxLimitWait allows ("
                + longest + "). Reopen the task later, or change the fallback chain.";
    }
}
