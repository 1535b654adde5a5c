package dev.yardmaster.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.json.Json;
import dev.yardmaster.plan.AppliedPlan;
import dev.yardmaster.plan.Plan;
import dev.yardmaster.plan.PlanApplication;
import dev.yardmaster.plan.PlanState;
import dev.yardmaster.plan.PlanTasksSpec;
import dev.yardmaster.plan.Plans;
import dev.yardmaster.problem.RequestReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The tools that apply, read and cancel plans. */
@Singleton
class PlanTools {
    private final Plans plans;
    private final PlanApplication application;
    private final TaskTools tasks;
    private final RequestReader reader;
    private final PlanScope scope;

    PlanTools(Plans plans, PlanApplication application, TaskTools tasks, RequestReader reader, PlanScope scope) {
        this.plans = plans;
        this.application = application;
        this.tasks = tasks;
        this.reader = reader;
        this.scope = scope;
    }

    /** A plan with its first tasks. */
    @RegisterForReflection
    record PlanWithTasks(Plan plan, TaskTools.Briefs tasks) {}

    Uni<AppliedPlan> apply(CallingSession caller, ToolInput input) {
        ObjectNode fields = Json.object();
        if (input.flag("start", true)) {
            fields.put("state", PlanState.ACTIVE.value());
        }
        input.text("deadline").ifPresent(deadline -> fields.put("deadline", deadline));
        input.text("time_limit").ifPresent(limit -> fields.put("timeLimit", limit));
        var items = fields.putArray("tasks");
        input.items("tasks").forEach(item -> {
            ObjectNode task = item.deepCopy();
            TaskTools.place(caller, task);
            items.add(task);
        });
        PlanTasksSpec spec = reader.read(fields, PlanTasksSpec.class);
        String name = input.needed("name");
        return scope.requireUnlessNew(caller, name)
                .chain(() -> application.apply(name, spec, Optional.of(caller.agent()), input.flag("dry_run", false)));
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
