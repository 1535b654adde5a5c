package dev.yardmaster.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.RequestReader;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.problem.YardmasterException.FieldError;
import dev.yardmaster.task.TaskSpec;
import dev.yardmaster.task.Tasks;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the tasks of a plan in a request. Each has a {@code name}, and {@code dependsOn} may contain such names. The other fields are those of {@link
 * TaskSpec} without {@code plan}. For any thread.
 */
@Singleton
class PlanTasks {
    private static final List<String> OWN_FIELDS = List.of("name", "dependsOn");

    private final RequestReader reader;
    private final Tasks tasks;

    PlanTasks(RequestReader reader, Tasks tasks) {
        this.reader = reader;
        this.tasks = tasks;
    }

    /** The fields that a task of a plan has in place of those of other tasks. */
    record OwnFields(
            @NotNull(message = "is missing: give the task a name that no other task of the plan has")
            @Pattern(
                    regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                    message =
                            "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit")
            String name,

            Optional<
                            @Size(max = 100, message = "must have at most 100 tasks") List<
                                    @NotNull(message = "must be the name or id of a task") String>>
                    dependsOn) {}

    /** Throws an error that names all tasks with a mistake. */
    List<PlanTask> read(List<ObjectNode> items) {
        List<PlanTask> read = new ArrayList<>();
        List<YardmasterException> mistakes = new ArrayList<>();
        for (ObjectNode item : items) {
            int index = read.size() + mistakes.size();
            try {
                read.add(read(item));
            } catch (YardmasterException e) {
                mistakes.add(e.inside("tasks[" + index + "]"));
            }
        }
        if (!mistakes.isEmpty()) {
            throw YardmasterException.ofFields(
                    mistakes.getFirst().code(),
                    mistakes.stream()
                            .flatMap(mistake -> mistake.errors().stream())
                            .toList());
        }
        return read;
    }

    /**
     * The ids of tasks by name, in their order. Throws {@code invalid_request} if two tasks have one name.
     *
     * @param existing the ids of the tasks that the plan has, by name
     * @param ids the ids of new tasks, by their places
     */
    static Map<String, UUID> ids(List<PlanTask> tasks, Map<String, UUID> existing, NewIds ids) {
        Map<String, UUID> byName = new LinkedHashMap<>();
        List<FieldError> repeated = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            String name = tasks.get(i).name();
            if (byName.putIfAbsent(name, existing.getOrDefault(name, ids.item(i))) != null) {
                repeated.add(new FieldError(
                        "tasks[" + i + "].name", "is '" + name + "', which is also the name of an earlier task"));
            }
        }
        if (!repeated.isEmpty()) {
            throw YardmasterException.ofFields(ErrorCode.INVALID_REQUEST, repeated);
        }
        return byName;
    }

    private PlanTask read(ObjectNode item) {
        OwnFields own = reader.read(item.deepCopy().retain(OWN_FIELDS), OwnFields.class);
        if (Ids.parse(own.name()).isPresent()) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST, "name", "must not look like an id; choose another name");
        }
        TaskSpec spec = reader.read(item.deepCopy().remove(OWN_FIELDS), TaskSpec.class);
        if (spec.plan().isPresent()) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST, "plan", "must be left out, because the task belongs to this plan");
        }
        tasks.check(spec);
        return new PlanTask(own.name(), own.dependsOn().orElse(List.of()), spec);
    }
}
