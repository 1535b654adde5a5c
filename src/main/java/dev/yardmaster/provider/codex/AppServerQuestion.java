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
 * One question to a {@code codex app-server} that is started for it. Its standard input stays open until it has answered: it does not
 * answer any more once that has ended (0.169.0).
 */
final class AppServerQuestion {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int ID = 2;

    private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();

    private AppServerQuestion() {}

    /**
     * Asks and waits, for 15 seconds at most.
     *
     * @return the {@code result}
     * @throws YardmasterException with {@code PROVIDER_UNAVAILABLE} when there is none
     */
    static JsonNode ask(LaunchSpec appServer, String method, ObjectNode params) {
        var marker =
                new EnvironmentMarker("YARDMASTER_SHORT_RUN", UUID.randomUUID().toString());
        AppServerQuestion question = new AppServerQuestion();
        Connection connection = start(appServer, marker, question);
        connection.gone().thenAccept(question::gone);
        try {
            lines(method, params).forEach(connection::write);
            return question.await();
        } finally {
            connection.stop(connection::closeInput, GRACE, GRACE);
        }
    }

    private static Connection start(LaunchSpec appServer, EnvironmentMarker marker, AppServerQuestion question) {
        try {
            return ChildConnection.start(appServer, marker, line -> question.line(line.text()));
        } catch (YardmasterException e) {
            throw new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, e.detail());
        }
    }

    private JsonNode await() {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw unavailable("did not answer within " + LIMIT.toSeconds() + " seconds");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof YardmasterException refused ? refused : new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw unavailable("was not waited for: the service is stopping");
        }
    }

    private static List<String> lines(String method, ObjectNode params) {
        ObjectNode question = Json.object().put("id", ID).put("method", method);
        question.set("params", params);
        return List.of(new Requests().initialize(), Requests.initialized(), question.toString());
    }

    private void line(String text) {
        JsonNode line = Json.parse(text);
        if (line.path("id").asInt() != ID) {
            return;
        }
        if (line.has("result")) {
            answer.complete(line.path("result"));
        } else {
            answer.completeExceptionally(
                    unavailable("refused: " + line.path("error").path("message").asText()));
        }
    }

    private void gone(ProcessExit exit) {
        answer.completeExceptionally(unavailable(
                "exited with code " + exit.code() + ": " + exit.stderr().strip()));
    }

    private static YardmasterException unavailable(String what) {
        return new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, "Codex's app-server " + what);
    }
}
