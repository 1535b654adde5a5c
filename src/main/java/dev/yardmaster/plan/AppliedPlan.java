package dev.yardmaster.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.plan.PlanPatch.Item;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the description of a plan has changed, or would change in a dry run. The states of tasks are those before the change.
 *
 * @param id empty for a plan that was not created, because the request was a dry run
 * @param created whether the plan is new
 * @param added the tasks that the plan did not have
 * @param changed the open tasks that got another description
 * @param reopened the tasks that had failed or were cancelled, and are open again
 * @param cancelled the open tasks that were not described
 * @param kept the tasks that stay as they are
 */
@JsonInclude(Include.NON_ABSENT)
@RegisterForReflection
public record AppliedPlan(
        Optional<UUID> id,
        String name,
        PlanState state,
        boolean created,
        boolean dryRun,
        List<Item> added,
        List<Item> changed,
        List<Item> reopened,
        List<Item> cancelled,
        List<Item> kept) {
    static AppliedPlan of(PlanRow plan, boolean created, boolean dryRun, PlanPatch patch) {
        return new AppliedPlan(
                Optional.of(plan.id()).filter(_ -> !(created && dryRun)),
                plan.name(),
                plan.state(),
                created,
                dryRun,
                patch.added().stream().map(task -> PlanPatch.item(task, dryRun)).toList(),
                patch.changed().stream().map(PlanPatch::item).toList(),
                patch.reopened().stream().map(PlanPatch::item).toList(),
                patch.cancelled().stream().map(PlanPatch::item).toList(),
                patch.kept().stream().map(PlanPatch::item).toList());
    }
}
