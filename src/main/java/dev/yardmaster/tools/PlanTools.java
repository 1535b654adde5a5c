package dev.yardmaster.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.json.Json;
import dev.yardmaster.plan.CreatedPlan;
import dev.yardmaster.plan.NewPlans;
import dev.yardmaster.plan.Plan;
import dev.yardmaster.plan.PlanSpec;
import dev.yardmaster.plan.PlanState;
import dev.yardmaster.plan.Plans;
import dev.yardmaster.problem.RequestReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The tools that create, read and cancel plans. */
@Singleton
class PlanTools {
    private final Plans plans;
    private final NewPlans newPlans;
    private final TaskTools tasks;
    private final RequestReader reader;
    private final ToolKeys keys;
    private final PlanScope scope;
    private final WorkRepository work;

    PlanTools(
            Plans plans,
            NewPlans newPlans,
            TaskTools tasks,
            RequestReader reader,
            ToolKeys keys,
            PlanScope scope,
            WorkRepository work) {
        this.work = work;
        this.plans = plans;
        this.newPlans = newPlans;
        this.tasks = tasks;
        this.reader = reader;
        this.keys = keys;
        this.scope = scope;
    }

    /** A plan with its first tasks. */
    @RegisterForReflection
    record PlanWithTasks(Plan plan, TaskTools.Briefs tasks) {}

    Uni<CreatedPlan> create(CallingSession caller, ToolInput input) {
        ObjectNode fields = Json.object();
        fields.set("name", input.values().get("name"));
        fields.put("state", (input.flag("start", true) ? PlanState.ACTIVE : PlanState.DRAFT).value());
        var items = fields.putArray("tasks");
        input.items("tasks").forEach(item -> {
            ObjectNode task = item.deepCopy();
            TaskTools.place(caller, task);
            items.add(task);
        });
        PlanSpec spec = reader.read(fields, PlanSpec.class);
        return keys.once(
                caller,
                "plan_create",
                input,
                id -> newPlans.add(new NewIds(id), spec).call(() -> work.createdPlan(id, caller.agent())));
    }

    Uni<PlanWithTasks> get(CallingSession caller, ToolInput input) {
        return scope.require(caller, input.needed("plan"))
                .chain(plan -> tasks.ofPlan(caller, plan.id()).map(briefs -> new PlanWithTasks(plan, briefs)));
    }

    Uni<Plan> cancel(CallingSession caller, ToolInput input) {
        return scope.require(caller, input.needed("plan"))
                .chain(plan -> plans.cancel(plan.id().toString()));
    }
}
