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

/** The service's HTTP interface, as far as the benchmark uses it. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    /** What a client of a session's events is to connect to: a port and a path. */
    String target(String session) {
        return address.getPort() + "/api/sessions/" + session + "/events";
    }

    void createAgent(String name, String executable, int sessions) throws IOException, InterruptedException {
        post(
                "agents",
                Map.of("name", name, "role", "worker", "executable", executable, "maxConcurrentTasks", sessions));
    }

    /** Starts a session that stays open until it is stopped; returns its id. */
    String startSession(String agent, String prompt) throws IOException, InterruptedException {
        return post("agents/" + agent + "/start", Map.of("prompt", prompt))
                .path("id")
                .asText();
    }

    /** Adds a task for one agent that is ready at a time. */
    void createTask(String agent, String prompt, Instant ready) throws IOException, InterruptedException {
        post(
                "tasks",
                Map.of("title", "to be started", "prompt", prompt, "agent", agent, "scheduledFor", ready.toString()));
    }

    /** Fails unless an agent has so many sessions. */
    void requireSessions(String agent, int count) throws IOException, InterruptedException {
        int running = running(agent);
        if (running != count) {
            throw new IOException("The agent " + agent + " has " + running + " sessions, not " + count);
        }
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

    /** Stops a session and waits until it has ended, all its events being stored. */
    void stopSession(String session) throws IOException, InterruptedException {
        post("sessions/" + session + "/stop", Map.of());
        while (get("sessions/" + session).path("endedAt").asText("").isEmpty()) {
            Thread.sleep(10);
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** Sends an object; returns the answer. */
    JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve("/api/" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(request.method() + " " + request.uri() + " was answered with " + response.statusCode()
                    + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
