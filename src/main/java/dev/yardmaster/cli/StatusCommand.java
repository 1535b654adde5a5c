package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Target;
import dev.yardmaster.client.Targets;
import dev.yardmaster.command.ServiceOption;
import dev.yardmaster.terminal.PlainText;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows whether the service runs, and what it does. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows whether the service runs, its dispatcher, its limits, and the numbers of agents and sessions.")
final class StatusCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Targets targets;
    private final PrintStream out;

    @Mixin
    private final ServiceOption service = new ServiceOption();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    StatusCommand(Targets targets, PrintStream out) {
        this.targets = targets;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        Target target = targets.find(service.server());
        ObjectNode status = status(target, new ApiClient(target));
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(status));
        } else {
            print(status);
        }
        return ExitCode.OK;
    }

    private static ObjectNode status(Target target, ApiClient api) throws InterruptedException {
        ObjectNode status =
                JSON.createObjectNode().put("server", target.address().toString());
        status.set("dispatcher", api.get("/api/dispatcher"));
        status.put("agents", api.get("/api/agents?limit=1000").path("items").size());
        status.set("limits", api.get("/api/limits?limit=1000").path("items"));
        return status;
    }

    private void print(JsonNode status) {
        JsonNode dispatcher = status.path("dispatcher");
        out.println("Yardmaster answers at " + status.path("server").asText());
        out.println("dispatcher  " + PlainText.line(dispatcher.path("state").asText()) + reason(dispatcher));
        out.println("tasks       " + dispatcher.path("queued").asInt() + " queued, "
                + dispatcher.path("running").asInt() + " running");
        out.println("agents      " + status.path("agents").asInt());
        for (JsonNode limit : status.path("limits")) {
            out.println("limit       " + PlainText.line(limit.path("executable").asText()) + " ("
                    + limit.path("window").asText() + ") until "
                    + limit.path("blockedUntil").asText());
        }
    }

    private static String reason(JsonNode dispatcher) {
        String until = dispatcher.path("until").isTextual()
                ? " until " + PlainText.line(dispatcher.path("until").asText())
                : "";
        String reason = dispatcher.path("reason").isTextual()
                ? ": " + PlainText.line(dispatcher.path("reason").asText())
                : "";
        return until + reason;
    }
}
