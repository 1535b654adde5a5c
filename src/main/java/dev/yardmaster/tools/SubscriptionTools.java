package dev.yardmaster.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.id.Ids;
import dev.yardmaster.plan.Plan;
import dev.yardmaster.plan.PlanState;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.subscription.SubscribedEvent;
import dev.yardmaster.subscription.Subscription;
import dev.yardmaster.subscription.Subscriptions;
import dev.yardmaster.task.Task;
import dev.yardmaster.task.Tasks;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tool with which agents ask to be woken. */
@Singleton
class SubscriptionTools {
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Subscriptions subscriptions;
    private final Tasks tasks;
    private final PlanScope plans;

    SubscriptionTools(Subscriptions subscriptions, Tasks tasks, PlanScope plans) {
        this.subscriptions = subscriptions;
        this.tasks = tasks;
        this.plans = plans;
    }

    /**
     * What the model learns.
     *
     * @param subscriptions all subscriptions of the agent
     */
    @JsonInclude(Include.NON_ABSENT)
    @RegisterForReflection
    record Promise(String noted, Optional<UUID> id, List<Subscription> subscriptions) {}

    Uni<Promise> subscribe(CallingSession caller, ToolInput input) {
        Optional<UUID> ended = input.text("end").map(SubscriptionTools::id);
        return ended.isPresent() ? end(caller, ended.get()) : add(caller, input);
    }

    private Uni<Promise> end(CallingSession caller, UUID id) {
        return subscriptions
                .end(caller.agent(), id)
                .chain(found -> promise(
                        caller,
                        found ? "The subscription has ended." : "You have no subscription with this id.",
                        Optional.empty()));
    }

    private Uni<Promise> add(CallingSession caller, ToolInput input) {
        List<String> events = events(input);
        Optional<Duration> most = input.text("at_most").map(SubscriptionTools::duration);
        boolean once = input.flag("once", most.isPresent());
        return task(caller, input)
                .chain(task -> plan(caller, input).chain(plan -> {
                    var subscription = new Subscription(
                            Ids.next(),
                            caller.agent(),
                            events,
                            plan.map(Plan::id),
                            task.map(Task::id),
                            once,
                            most.map(time -> Instant.now().plus(time).truncatedTo(ChronoUnit.MICROS)));
                    return subscriptions.add(subscription).chain(() -> answer(caller, subscription, plan));
                }));
    }

    /** Looks at the task and the plan after the subscription is stored, so that no event is missed in between. */
    private Uni<Promise> answer(CallingSession caller, Subscription subscription, Optional<Plan> plan) {
        return happened(caller, subscription, plan)
                .chain(happened -> happened.isPresent() && subscription.once()
                        ? subscriptions
                                .end(caller.agent(), subscription.id())
                                .chain(() -> promise(caller, happened.get(), Optional.empty()))
                        : promise(
                                caller,
                                happened.map(it -> it + " ").orElse("")
                                        + "You are woken by a message when it happens"
                                        + subscription
                                                .until()
                                                .map(at -> ", at the latest at " + at)
                                                .orElse("")
                                        + ". Don't wait: end your turn when you have nothing else to do.",
                                Optional.of(subscription.id())));
    }

    private Uni<Optional<String>> happened(CallingSession caller, Subscription subscription, Optional<Plan> plan) {
        if (subscription.task().isPresent()) {
            return tasks.get(subscription.task().get())
                    .map(task -> Optional.of("The task is " + task.state().value() + " already.")
                            .filter(_ -> subscription.waitsFor(task.state().value())));
        }
        return plan.filter(_ -> subscription.events().contains(SubscribedEvent.PLAN_COMPLETED.value()))
                .map(it -> plans.require(caller, it.id().toString())
                        .map(shown -> Optional.of("The plan is " + shown.state().value() + " already.")
                                .filter(_ ->
                                        shown.state() == PlanState.COMPLETED || shown.state() == PlanState.FAILED)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Promise> promise(CallingSession caller, String noted, Optional<UUID> id) {
        return subscriptions.of(caller.agent()).map(all -> new Promise(noted, id, all));
    }

    private Uni<Optional<Task>> task(CallingSession caller, ToolInput input) {
        return input.id("task")
                .map(id -> tasks.get(id).map(new Scope(caller)::require).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<Plan>> plan(CallingSession caller, ToolInput input) {
        return input.text("plan")
                .map(name -> plans.require(caller, name).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static List<String> events(ToolInput input) {
        List<String> events =
                input.items("events").stream().map(it -> it.asText()).distinct().toList();
        List<String> known = SubscribedEvent.names();
        if (events.isEmpty() || !known.containsAll(events)) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST, "events", "must be a list with any of " + String.join(", ", known));
        }
        return events;
    }

    private static UUID id(String text) {
        return Ids.parse(text)
                .orElseThrow(() -> YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST, "end", "must be the id of a subscription, not '" + text + "'"));
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException _) {
            // The error below says what is allowed.
        }
        throw YardmasterException.ofField(
                ErrorCode.INVALID_REQUEST,
                "at_most",
                "must be a duration up to P30D, such as PT30M, not '" + text + "'");
    }
}
