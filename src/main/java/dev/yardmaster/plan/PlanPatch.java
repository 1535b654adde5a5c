package dev.yardmaster.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.problem.YardmasterException.FieldError;
import dev.yardmaster.task.NewTask;
import dev.yardmaster.task.Task;
import dev.yardmaster.task.TaskSpec;
import dev.yardmaster.task.TaskState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the description of a plan's tasks changes in a plan that may exist. Tasks are matched by their names. Work that runs or has ended is
 * kept, and tasks without a name are left alone. Pure.
 *
 * @param added the tasks that the plan does not have
 * @param changed the open tasks with another description
 * @param reopened the failed tasks with another description, and the cancelled tasks that are described again
 * @param cancelled the open tasks that are not described
 * @param kept all others that are described, and those that run, wait for an answer or are in review
 */
record PlanPatch(
        List<Added> added, List<Change> changed, List<Change> reopened, List<Task> cancelled, List<Kept> kept) {
    private static final Pattern PLACE = Pattern.compile("^tasks\\[(\\d+)]");

    private static final String RUNS = "It runs, so its description stays. Cancel it, or wait until it has ended.";
    private static final String WAITS = "It waits for the answer to a question, so its description stays.";
    private static final String WAIT_GOES_ON = "It waits for the answer to a question, so it was not cancelled.";
    private static final String IN_REVIEW = "It waits for a review, so its description stays.";
    private static final String DONE =
            "It is done, so its description stays. Add a task with another name for more work.";
    private static final String FAILED = "It has failed. Describe it differently to try it again.";
    private static final String RUNS_ON = "It runs, so it was not cancelled. Cancel it by itself if it is not needed.";
    private static final String REVIEW_GOES_ON = "It waits for a review, so it was not cancelled.";

    /**
     * A task that is added.
     *
     * @param index its place in the request
     */
    record Added(int index, NewTask task) {}

    /**
     * An existing task that gets another description.
     *
     * @param index its place in the request
     */
    record Change(int index, Task task, TaskSpec spec, List<String> fields) {}

    /**
     * A task that stays as it is.
     *
     * @param why why it does, although the request describes something else
     */
    record Kept(Task task, Optional<String> why) {}

    /**
     * A task in the answer.
     *
     * @param id empty for a task that was not added, because the request was a dry run
     * @param fields the fields that change
     * @param why why a task is kept although the request describes something else
     */
    @JsonInclude(Include.NON_EMPTY)
    @RegisterForReflection
    public record Item(
            String name, Optional<UUID> id, Optional<TaskState> state, List<String> fields, Optional<String> why) {}

    /**
     * Compares a description with the tasks of a plan.
     *
     * @param wanted the tasks by name, in the order of the request; they name agents, projects and other tasks by their ids
     * @param existing the tasks of the plan
     * @param ids the ids of the tasks by name, also of those that are added
     */
    static PlanPatch of(Map<String, TaskSpec> wanted, List<Task> existing, Map<String, UUID> ids, Instant now) {
        var patch = new PlanPatch(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<String, Task> byName = existing.stream()
                .filter(task -> task.name().isPresent())
                .collect(Collectors.toMap(task -> task.name().orElseThrow(), Function.identity()));
        int index = 0;
        for (Map.Entry<String, TaskSpec> entry : wanted.entrySet()) {
            Task task = byName.get(entry.getKey());
            if (task == null) {
                UUID id = Objects.requireNonNull(ids.get(entry.getKey()));
                patch.added.add(new Added(index, NewTask.of(id, Optional.of(entry.getKey()), entry.getValue())));
            } else {
                patch.compare(index, task, scheduled(entry.getValue(), task, now));
            }
            index++;
        }
        byName.forEach((name, task) -> {
            if (!wanted.containsKey(name)) {
                patch.leaveOut(task);
            }
        });
        return patch;
    }

    /** A time that is over changes nothing, because the dispatcher has removed it, or has put off the next attempt of the task. */
    private static TaskSpec scheduled(TaskSpec spec, Task task, Instant now) {
        return spec.scheduledFor().filter(at -> at.isAfter(now)).isPresent()
                ? spec
                : spec.scheduled(task.scheduledFor());
    }

    private void compare(int index, Task task, TaskSpec spec) {
        List<String> fields = task.spec().changedFields(spec);
        var change = new Change(index, task, spec, fields);
        boolean same = fields.isEmpty();
        switch (task.state()) {
            case OPEN -> {
                if (same) {
                    keep(task, Optional.empty());
                } else {
                    changed.add(change);
                }
            }
            case RUNNING -> keep(task, Optional.of(RUNS).filter(_ -> !same));
            case WAITING -> keep(task, Optional.of(WAITS).filter(_ -> !same));
            case REVIEW -> keep(task, Optional.of(IN_REVIEW).filter(_ -> !same));
            case DONE -> keep(task, Optional.of(DONE).filter(_ -> !same));
            case CANCELLED -> reopened.add(change);
            case FAILED -> {
                if (same) {
                    keep(task, Optional.of(FAILED));
                } else {
                    reopened.add(change);
                }
            }
        }
    }

    private void leaveOut(Task task) {
        switch (task.state()) {
            case OPEN -> cancelled.add(task);
            case RUNNING -> keep(task, Optional.of(RUNS_ON));
            case WAITING -> keep(task, Optional.of(WAIT_GOES_ON));
            case REVIEW -> keep(task, Optional.of(REVIEW_GOES_ON));
            case DONE, FAILED, CANCELLED -> {}
        }
    }

    private void keep(Task task, Optional<String> why) {
        kept.add(new Kept(task, why));
    }

    /** The existing tasks that get another description. */
    List<Change> changes() {
        List<Change> all = new ArrayList<>(reopened);
        all.addAll(changed);
        return all;
    }

    /** An error of the added tasks, which names their places among them, with their places in the request. */
    YardmasterException inRequest(YardmasterException error) {
        return error.errors().isEmpty()
                ? error
                : YardmasterException.ofFields(
                        error.code(),
                        error.errors().stream()
                                .map(each -> new FieldError(
                                        PLACE.matcher(each.field())
                                                .replaceFirst(place -> "tasks["
                                                        + added.get(Integer.parseInt(place.group(1)))
                                                                .index()
                                                        + "]"),
                                        each.detail()))
                                .toList());
    }

    static Item item(Added task, boolean dryRun) {
        return new Item(
                task.task().name().orElseThrow(),
                Optional.of(task.task().id()).filter(_ -> !dryRun),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    static Item item(Change change) {
        return item(change.task(), change.fields(), Optional.empty());
    }

    static Item item(Kept kept) {
        return item(kept.task(), List.of(), kept.why());
    }

    static Item item(Task task) {
        return item(task, List.of(), Optional.empty());
    }

    private static Item item(Task task, List<String> fields, Optional<String> why) {
        return new Item(task.name().orElseThrow(), Optional.of(task.id()), Optional.of(task.state()), fields, why);
    }
}
