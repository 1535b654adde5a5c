package dev.yardmaster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The part of the service's HTTP API that the benchmarks use. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_CHECKS = 15;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private final String token;

    Api(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    String token() {
        return token;
    }

    /** The port and path of a session's event stream, in the form that the client program expects. */
    String target(String session) {
        return address.getPort() + "/api/sessions/" + session + "/events";
    }

    void createAgent(String name, String executable, int sessions) throws IOException, InterruptedException {
        post(
                "agents",
                Map.of("name", name, "role", "worker", "executable", executable, "maxConcurrentTasks", sessions));
    }

    /** Starts a session that stays open until {@link #stopSession}; returns its id. */
    String startSession(String agent, String prompt) throws IOException, InterruptedException {
        return post("agents/" + agent + "/start", Map.of("prompt", prompt))
                .path("id")
                .asText();
    }

    /** Adds a task for one agent that becomes ready at the given time. */
    void createTask(String agent, String prompt, Instant ready) throws IOException, InterruptedException {
        post("tasks", Map.of("title", "scheduled", "prompt", prompt, "agent", agent, "scheduledFor", ready.toString()));
    }

    /**
     * Waits until an agent has {@code count} running sessions, and checks only once per {@code interval}, so that the checks cost little.
     * Fails after {@value #MAX_CHECKS} checks.
     */
    void awaitSessions(String agent, int count, Duration interval) throws IOException, InterruptedException {
        int running = 0;
        for (int checks = 1; checks <= MAX_CHECKS; checks++) {
            Thread.sleep(interval);
            running = running(agent);
            if (running == count) {
                return;
            }
        }
        throw new IOException("The agent " + agent + " has " + running + " running sessions instead of " + count);
    }

    /** Waits until all sessions of an agent have ended. */
    void awaitNoSession(String agent) throws IOException, InterruptedException {
        while (running(agent) > 0) {
            Thread.sleep(50);
        }
    }

    private int running(String agent) throws IOException, InterruptedException {
        return get("sessions?limit=1000&state=running&agent=" + agent)
                .path("items")
                .size();
    }

    /** Stops a session and waits until it has ended and all its events are stored. */
    void stopSession(String session) throws IOException, InterruptedException {
        post("sessions/" + session + "/stop", Map.of());
        while (get("sessions/" + session).path("endedAt").asText("").isEmpty()) {
            Thread.sleep(10);
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** Sends a JSON object; returns the response. */
    JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve("/api/" + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(request.method() + " " + request.uri() + " returned " + response.statusCode() + ": "
                    + response.body());
        }
        return JSON.readTree(response.body());
    }
}
