package dev.yardmaster.openapi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** The texts of the parameters. A name means the same on all routes, unless the route itself has another text. */
final class Parameters {
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("after", "The 'next' of the previous page; leave it out for the first page."),
            Map.entry("agent", "The id or name of an agent."),
            Map.entry(
                    "by",
                    "What to group by: day, project, agent, provider, executable, model, task or session; may be repeated."),
            Map.entry("delivery", "The id of a delivery."),
            Map.entry("executable", "The name of an executable."),
            Map.entry("history", "Whether to include limits that have ended."),
            Map.entry("id", "The id."),
            Map.entry("limit", "The largest number of items, 1 to 1000."),
            Map.entry("model", "The name of a model."),
            Map.entry("name", "The name of the executable."),
            Map.entry("plan", "The id or name of a plan."),
            Map.entry("pool", "The id or name of a pool."),
            Map.entry("project", "The id or name of a project."),
            Map.entry("provider", "The id of a provider, its runtime or another alias."),
            Map.entry("raw", "Whether each event includes the lines as the CLI printed them."),
            Map.entry("restart", "Whether running sessions are handed over to new sessions with the changed settings."),
            Map.entry("role", "A role of agents: director, worker or steward."),
            Map.entry("since", "The start, inclusive: a UTC day or a time; by default 30 days before 'until'."),
            Map.entry("state", "A state; several states mean any of them."),
            Map.entry("task", "The id of a task."),
            Map.entry("trigger", "The id or name of a trigger."),
            Map.entry("until", "The end, exclusive: a UTC day or a time; by default now."));

    private Parameters() {}

    static void describe(OpenAPI document) {
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .flatMap(operation -> parameters(operation).stream())
                .filter(parameter -> parameter.getDescription() == null)
                .forEach(parameter -> parameter.description(TEXTS.get(parameter.getName())));
    }

    private static List<Parameter> parameters(Operation operation) {
        return Objects.requireNonNullElse(operation.getParameters(), List.of());
    }
}
