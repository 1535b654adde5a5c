package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.EnvironmentMarker;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.ChildConnection;
import dev.yardmaster.provider.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request to a {@code codex app-server} that is started for it. Standard input stays open until the response has arrived, because the
 * app-server stops answering when its input ends (0.169.0).
 */
final class AppServerQuery {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int REQUEST_ID = 2;

    private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();

    private AppServerQuery() {}

    /**
     * Sends the request and waits for the response.
     *
     * @return the {@code result}
     * @throws YardmasterException with {@code COMMAND_TIMED_OUT} if there is no response in time, and with {@code PROVIDER_UNAVAILABLE} if there is
     *     no result
     */
    static JsonNode ask(LaunchSpec appServer, String method, ObjectNode params, Duration timeout) {
        var marker =
                new EnvironmentMarker("YARDMASTER_COMMAND", UUID.randomUUID().toString());
        AppServerQuery query = new AppServerQuery();
        Connection connection = start(appServer, marker, query);
        connection.gone().thenAccept(query::onExit);
        try {
            requestLines(method, params).forEach(connection::write);
            return query.await(timeout);
        } finally {
            connection.stop(connection::closeInput, GRACE, GRACE);
        }
    }

    private static Connection start(LaunchSpec appServer, EnvironmentMarker marker, AppServerQuery query) {
        try {
            return ChildConnection.start(appServer, marker, line -> query.onLine(line.text()));
        } catch (YardmasterException e) {
            throw new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, e.detail());
        }
    }

    private JsonNode await(Duration timeout) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw failed(ErrorCode.COMMAND_TIMED_OUT, "did not answer within " + timeout.toSeconds() + " seconds.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof YardmasterException refused ? refused : new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw unavailable("was abandoned because the service is stopping");
        }
    }

    private static List<String> requestLines(String method, ObjectNode params) {
        ObjectNode request = Json.object().put("id", REQUEST_ID).put("method", method);
        request.set("params", params);
        return List.of(new AppServerRequests().initialize(), AppServerRequests.initialized(), request.toString());
    }

    private void onLine(String text) {
        JsonNode line = Json.parse(text);
        if (line.path("id").asInt() != REQUEST_ID) {
            return;
        }
        if (line.has("result")) {
            answer.complete(line.path("result"));
        } else {
            answer.completeExceptionally(unavailable("rejected the request: "
                    + line.path("error").path("message").asText()));
        }
    }

    private void onExit(ProcessExit exit) {
        answer.completeExceptionally(unavailable(
                "exited with code " + exit.code() + ": " + exit.stderr().strip()));
    }

    private static YardmasterException unavailable(String what) {
        return failed(ErrorCode.PROVIDER_UNAVAILABLE, what);
    }

    private static YardmasterException failed(ErrorCode code, String what) {
        return new YardmasterException(code, "Codex's app-server " + what);
    }
}
