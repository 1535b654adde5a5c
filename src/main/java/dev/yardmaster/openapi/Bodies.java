package dev.yardmaster.openapi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The schemas of JSON whose Java types say too little: merge patches, free objects, and types that write themselves as a text. */
final class Bodies {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String MCP_SERVERS = "mcpServers";
    private static final int MOST_TASKS = 1_000;

    /** The type of the value that each patch changes, by operation. */
    private static final Map<String, String> PATCHED = Map.of(
            "changeAgent", "AgentSpec",
            "changePlan", "PlanTimeSpec",
            "changePool", "PoolSpec",
            "changeProject", "ProjectSpec",
            "changeSettings", "SettingsSpec",
            "changeTask", "TaskSpec",
            "changeToken", "TokenSpec",
            "changeTrigger", "TriggerSpec",
            "changeWebhook", "WebhookSpec");

    /** The operations that may be called without a body. */
    private static final Set<String> OPTIONAL_BODY = Set.of("completeTask", "pauseDispatcher");

    private Bodies() {}

    static void complete(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        schemas.forEach(Bodies::complete);
        document.getComponents()
                .addSchema("McpServer", mcpServer())
                .addSchema("EnvironmentValue", environmentValue())
                .addSchema("ProviderId", type(SchemaType.STRING))
                .removeSchema("ObjectNode");
        document.getComponents().removeSchema("JsonNode");
        document.getComponents().removeSchema("StoredMcpServers");
        document.getComponents().addSchema("PlanTask", planTask(schemas));
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .filter(operation -> OPTIONAL_BODY.contains(String.valueOf(operation.getOperationId())))
                .forEach(operation -> operation.getRequestBody().required(false));
        // The sender decides on the form of this body.
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .filter(operation -> "receiveTriggerWebhook".equals(operation.getOperationId()))
                .forEach(operation -> operation.setRequestBody(null));
        document.getPaths().getPathItems().values().stream()
                .map(PathItem::getPATCH)
                .filter(Objects::nonNull)
                .filter(patch -> PATCHED.containsKey(String.valueOf(patch.getOperationId())))
                .forEach(patch -> describePatch(document, patch));
    }

    private static void complete(String name, Schema schema) {
        Map<String, Schema> properties = Objects.requireNonNullElse(schema.getProperties(), Map.of());
        // The referenced schema lists the values. Generators make a second, broken type of a second list.
        properties.values().stream()
                .filter(property -> property.getRef() != null)
                .forEach(property -> property.setEnumeration(null));
        if (properties.containsKey(MCP_SERVERS)) {
            schema.addProperty(MCP_SERVERS, mcpServers());
        }
        if (name.equals("PoolSpec")) {
            schema.addProperty("entries", poolEntries());
        }
        if (name.equals("PlanSpec") || name.equals("PlanTasksSpec")) {
            schema.addProperty("tasks", tasks("PlanTask"));
        }
        if (name.equals("Trigger") || name.equals("TriggerSpec")) {
            schema.addProperty(
                    "task",
                    type(SchemaType.OBJECT)
                            .description(
                                    "The task that a run creates: the fields of a new task without dependsOn and scheduledFor."));
        }
        if (name.equals("TriggerRun")) {
            schema.addProperty("data", type(SchemaType.OBJECT).description("The event that is the cause."));
        }
        if (name.equals("NewTasks")) {
            schema.addProperty("tasks", tasks("TaskSpec"));
        }
        if (name.startsWith("Page")) {
            // The type of a cursor is a type variable.
            schema.addProperty(
                    "next",
                    type(SchemaType.STRING).description("The 'after' of the next page; missing on the last page."));
        }
    }

    /** A merge patch has the fields of the value that it changes; all of them are optional, and null resets a field. */
    private static void describePatch(OpenAPI document, Operation operation) {
        String value = Objects.requireNonNull(PATCHED.get(operation.getOperationId()));
        Schema patch = type(SchemaType.OBJECT);
        Objects.requireNonNull(document.getComponents().getSchemas().get(value), value)
                .getProperties()
                .forEach(patch::addProperty);
        String name = value.replaceFirst("Spec$", "") + "Patch";
        document.getComponents().addSchema(name, patch);
        MediaType described =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref(SCHEMAS + name));
        Content content = OASFactory.createContent()
                .addMediaType("application/json", described)
                .addMediaType("application/merge-patch+json", described);
        operation.requestBody(OASFactory.createRequestBody()
                .description(
                        "A JSON merge patch (RFC 7396): the named fields change, and null resets a field to its default.")
                .required(true)
                .content(content));
    }

    private static Schema tasks(String type) {
        return type(SchemaType.ARRAY)
                .maxItems(MOST_TASKS)
                .items(OASFactory.createSchema().ref(SCHEMAS + type));
    }

    /** A task of a plan has the fields of other tasks, but another {@code dependsOn}, a name, and no plan. */
    private static Schema planTask(Map<String, Schema> schemas) {
        Schema spec = Objects.requireNonNull(schemas.get("TaskSpec"), "TaskSpec");
        Schema task = type(SchemaType.OBJECT).description("A task of a plan.");
        spec.getProperties().forEach(task::addProperty);
        task.removeProperty("plan");
        task.addProperty(
                "name", type(SchemaType.STRING).description("The name of the task, which is unique in the plan."));
        task.addProperty(
                "dependsOn",
                type(SchemaType.ARRAY)
                        .items(type(SchemaType.STRING))
                        .description(
                                "The names of tasks of the plan, and the ids of other tasks, that must be done before the task starts; up"
                                        + " to 100."));
        return task.required(List.of("name", "title", "prompt"));
    }

    private static Schema mcpServers() {
        return type(SchemaType.OBJECT)
                .description("MCP servers by name.")
                .additionalPropertiesSchema(OASFactory.createSchema().ref(SCHEMAS + "McpServer"));
    }

    private static Schema mcpServer() {
        return type(SchemaType.OBJECT)
                .description("An MCP server: either a program ('command') or a server over HTTP ('url').")
                .addProperty("type", type(SchemaType.STRING).description("May be left out."))
                .addProperty("command", type(SchemaType.STRING))
                .addProperty("args", type(SchemaType.ARRAY).items(type(SchemaType.STRING)))
                .addProperty("env", values())
                .addProperty("url", type(SchemaType.STRING))
                .addProperty("headers", values());
    }

    private static Schema poolEntries() {
        Schema asText = type(SchemaType.STRING).description("role:mode:priority:slots:provider:model");
        return type(SchemaType.ARRAY)
                .items(OASFactory.createSchema()
                        .oneOf(List.of(asText, OASFactory.createSchema().ref(SCHEMAS + "EntrySpec"))));
    }

    private static Schema environmentValue() {
        Schema secret = OASFactory.createSchema().oneOf(List.of(type(SchemaType.STRING), type(SchemaType.BOOLEAN)));
        return OASFactory.createSchema()
                .description(
                        "The value of a variable or a header; or {\"secret\": \"value\"} for a secret, which is stored encrypted and never"
                                + " shown; or {\"secret\": true} for the stored secret.")
                .oneOf(List.of(
                        type(SchemaType.STRING),
                        type(SchemaType.OBJECT).addProperty("secret", secret).required(List.of("secret"))));
    }

    private static Schema values() {
        return type(SchemaType.OBJECT)
                .additionalPropertiesSchema(OASFactory.createSchema().ref(SCHEMAS + "EnvironmentValue"));
    }

    private static Schema type(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }
}
