package dev.yardmaster.task;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * A task in a request.
 *
 * @param title 1 to 200 characters
 * @param prompt the prompt for the agent; up to 1,000,000 characters
 * @param acceptance when the task is done, for the agent; up to 100,000 characters, added to the prompt
 * @param priority 1 (most urgent) to 5 (least urgent); by default 3
 * @param role the role of the agents that may get the task: {@code director}, {@code worker} or {@code steward}; by default {@code worker}
 * @param agent the id or name of the only agent that may get the task
 * @param project the id or name of the task's project
 * @param plan the id or name of the task's plan; the task waits while the plan is a draft
 * @param requires the tags that the agent must have: up to 50, each 1 to 64 letters, digits and {@code . _ - : /}; upper case becomes lower
 *     case
 * @param tags labels by which people find the task: up to 20, of the same form as those of {@code requires}
 * @param dependsOn the ids of the tasks that must be done before the task starts; up to 100
 * @param provider the provider that its sessions run on; by default what the agent runs on
 * @param executable the executable that its sessions run on; by default that of the provider, or of the agent
 * @param model the model of its sessions; by default that of the agent
 * @param timeout the longest duration of a session, from one second to 30 days; by default {@code yardmaster.session.wall-clock-timeout}
 * @param maxFailures how many sessions may fail before the task fails, 1 to 100; by default {@code yardmaster.dispatch.max-failures}
 * @param scheduledFor when the task becomes ready; by default at once
 * @param proposed whether the task is a proposal, which does not start until a change sets this to {@code false}; by default {@code false}
 */
public record TaskSpec(
        @NotBlank(message = "is missing: give the task a title")
        @Size(max = 200, message = "must have at most 200 characters")
        String title,

        @NotBlank(message = "is missing: write a prompt for the agent")
        @Size(max = 1_000_000, message = "must have at most 1,000,000 characters")
        String prompt,

        Optional<@Size(min = 1, max = 100_000, message = "must have 1 to 100,000 characters") String> acceptance,

        Optional<
                        @Min(value = 1, message = "must be 1 (most urgent) to 5")
                        @Max(value = 5, message = "must be 1 (most urgent) to 5") Integer>
                priority,

        Optional<String> role,
        Optional<String> agent,
        Optional<String> project,
        Optional<String> plan,

        Optional<
                        @Size(max = 50, message = "must have at most 50 tags") List<
                                @NotNull(message = "must be a tag") @Pattern(regexp = TAG, message = TAG_RULE) String>>
                requires,

        Optional<
                        @Size(max = 20, message = "must have at most 20 tags") List<
                                @NotNull(message = "must be a tag") @Pattern(regexp = TAG, message = TAG_RULE) String>>
                tags,

        Optional<
                        @Size(max = 100, message = "must have at most 100 tasks") List<
                                @NotNull(message = "must be the id of a task") UUID>>
                dependsOn,

        Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> provider,
        Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> executable,
        Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> model,
        Optional<
                        @DurationMin(seconds = 1, message = "must be at least PT1S")
                        @DurationMax(days = 30, message = "must be at most P30D") Duration>
                timeout,

        Optional<@Min(value = 1, message = "must be 1 to 100") @Max(value = 100, message = "must be 1 to 100") Integer>
                maxFailures,

        Optional<Instant> scheduledFor,
        Optional<Boolean> proposed) {
    static final int DEFAULT_PRIORITY = 3;
    static final String DEFAULT_ROLE = "worker";
    private static final Map<String, Function<TaskSpec, Object>> FIELDS = fields();

    static final String TAG = "[A-Za-z0-9._:/-]{1,64}";
    static final String TAG_RULE = "must be 1 to 64 letters, digits, dots, underscores, hyphens, colons and slashes";

    /** The required tags in lower case, sorted and without duplicates. */
    List<String> normalizedRequires() {
        return normalized(requires.orElse(List.of()));
    }

    /** The tags in lower case, sorted and without duplicates. */
    List<String> normalizedTags() {
        return normalized(tags.orElse(List.of()));
    }

    /** Tags in lower case, sorted and without duplicates. */
    static List<String> normalized(List<String> tags) {
        return tags.stream()
                .map(tag -> tag.toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .toList();
    }

    /** This task in another plan and with other dependencies. */
    public TaskSpec placed(UUID newPlan, List<UUID> newDependencies) {
        return copy(agent, project, Optional.of(newPlan.toString()), Optional.of(newDependencies), scheduledFor);
    }

    /** This task with another agent and project. */
    public TaskSpec assigned(Optional<String> newAgent, Optional<String> newProject) {
        return copy(newAgent, newProject, plan, dependsOn, scheduledFor);
    }

    /** This task with another time at which it becomes ready. */
    public TaskSpec scheduled(Optional<Instant> at) {
        return copy(agent, project, plan, dependsOn, at);
    }

    /** The names of the fields in which another description of the task differs, with the defaults of both. */
    public List<String> changedFields(TaskSpec other) {
        return FIELDS.entrySet().stream()
                .filter(field ->
                        !field.getValue().apply(this).equals(field.getValue().apply(other)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private TaskSpec copy(
            Optional<String> newAgent,
            Optional<String> newProject,
            Optional<String> newPlan,
            Optional<List<UUID>> newDependencies,
            Optional<Instant> at) {
        return new TaskSpec(
                title,
                prompt,
                acceptance,
                priority,
                role,
                newAgent,
                newProject,
                newPlan,
                requires,
                tags,
                newDependencies,
                provider,
                executable,
                model,
                timeout,
                maxFailures,
                at,
                proposed);
    }

    private static Map<String, Function<TaskSpec, Object>> fields() {
        Map<String, Function<TaskSpec, Object>> fields = new LinkedHashMap<>();
        fields.put("title", TaskSpec::title);
        fields.put("prompt", TaskSpec::prompt);
        fields.put("acceptance", TaskSpec::acceptance);
        fields.put("priority", it -> it.priority.orElse(DEFAULT_PRIORITY));
        fields.put("role", it -> it.role.orElse(DEFAULT_ROLE));
        fields.put("agent", TaskSpec::agent);
        fields.put("project", TaskSpec::project);
        fields.put("requires", TaskSpec::normalizedRequires);
        fields.put("tags", TaskSpec::normalizedTags);
        fields.put("dependsOn", TaskSpec::dependencies);
        fields.put("provider", TaskSpec::provider);
        fields.put("executable", TaskSpec::executable);
        fields.put("model", TaskSpec::model);
        fields.put("timeout", TaskSpec::timeout);
        fields.put("maxFailures", TaskSpec::maxFailures);
        fields.put("scheduledFor", TaskSpec::scheduledFor);
        fields.put("proposed", it -> it.proposed.orElse(false));
        return fields;
    }

    Set<UUID> dependencies() {
        return Set.copyOf(dependsOn.orElse(List.of()));
    }
}
