package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs command lines against the service under test, as the executable does, and removes what they have created. */
final class CommandLineFixture implements BeforeEachCallback, AfterEachCallback {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api = LocalService.api();
    private final Map<String, String> environment = new HashMap<>();
    private final String name = "cli-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path home = LocalService.home().resolve(name);

    /** What a command has printed. */
    record Result(int exitCode, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Files.createDirectory(home);
        environment.put("HOME", home.toString());
        environment.put("YARDMASTER_URL", LocalService.base().toString());
        environment.put("YARDMASTER_TOKEN", adminToken());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        // A session that stays would hold slots and memory that other tests count.
        things("agents").forEach(agent -> api.send("POST", "/api/agents/" + agent + "/stop", ""));
        for (String list : List.of("agents", "pools", "plans", "projects", "webhooks")) {
            things(list).forEach(id -> api.send("DELETE", "/api/" + list + "/" + id, ""));
        }
    }

    Api api() {
        return api;
    }

    /** A name for a thing of the test, or the start of its name. */
    String name() {
        return name;
    }

    /** The home directory of the user. */
    Path home() {
        return home;
    }

    /** The environment of the commands, which can be changed. */
    Map<String, String> environment() {
        return environment;
    }

    String adminToken() throws IOException {
        return Files.readString(LocalService.home().resolve("admin-token")).strip();
    }

    Result run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = CommandLines.run(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command with a standard input. */
    Result withInput(String input, String... words) {
        InputStream original = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(words);
        } finally {
            System.setIn(original);
        }
    }

    /** The ids of the things of the test. */
    private List<String> things(String list) {
        return api.json(api.get("/api/" + list + "?limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(thing -> thing.getString("name").startsWith(name))
                .map(thing -> thing.getString("id"))
                .toList();
    }
}
