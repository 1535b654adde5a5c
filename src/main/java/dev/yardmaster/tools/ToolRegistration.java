package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
import dev.yardmaster.agent.Role;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.runtime.jackson.QuarkusJacksonJsonCodec;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Registers each tool at the MCP servers of its roles, which have the names of the roles. */
@Singleton
class ToolRegistration {
    private final ToolManager manager;
    private final ToolTable table;
    private final ToolCalls calls;
    private final CurrentVertxRequest request;

    ToolRegistration(ToolManager manager, ToolTable table, ToolCalls calls, CurrentVertxRequest request) {
        this.manager = manager;
        this.table = table;
        this.calls = calls;
        this.request = request;
    }

    void register(@Observes StartupEvent event) {
        // The extension answers with Vert.x's JSON. Clients refuse nulls, which only the mapper of the container leaves
        // out. Vert.x keeps another mapper if anything has used its JSON before the container was there.
        QuarkusJacksonJsonCodec.reset();
        table.all().forEach(this::register);
    }

    private void register(Tool tool) {
        manager.newTool(tool.name())
                .setServerNames(tool.roles().stream().map(Role::value).toArray(String[]::new))
                .setDescription(tool.description())
                .setInputSchema(tool.schema())
                .setAnnotations(annotations(tool))
                .setAsyncHandler(arguments -> call(tool, arguments))
                .register();
    }

    private static ToolAnnotations annotations(Tool tool) {
        boolean creates = tool.arguments().contains(CommonArguments.KEY);
        return new ToolAnnotations(tool.name(), !tool.changes(), false, !creates, false);
    }

    private Uni<ToolResponse> call(Tool tool, ToolArguments arguments) {
        RoutingContext context = request.getCurrent();
        CallingSession caller = CallingSession.of(context).orElseThrow();
        return calls.call(
                tool,
                caller,
                arguments.args(),
                context.request().remoteAddress().hostAddress());
    }
}
