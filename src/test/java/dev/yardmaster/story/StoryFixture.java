package dev.yardmaster.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCodex;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** What an end-to-end test works with: the API, agents on a real or a fake CLI, and queries of events and processes. */
final class StoryFixture {
    private final Api api;
    private final Path directory;
    private final String instance;

    /**
     * @param base the address of the service
     * @param directory a private directory for the home of the CLI
     */
    StoryFixture(URI base, Path directory) throws IOException {
        Path home = Path.of(ConfigProvider.getConfig().getValue("yardmaster.home", String.class));
        this.api = new Api(base, Files.readString(home.resolve("admin-token")).strip());
        this.directory = directory;
        this.instance = Files.readString(home.resolve("instance-id")).strip();
    }

    Api api() {
        return api;
    }

    /** Creates an agent on the real Claude Code that is signed in with a key. */
    String claude(LlmEndpoint llm, String... variables) {
        return claude(new JsonObject(), llm, variables);
    }

    /** Creates such an agent with more fields, and with more environment variables (names and values in turn). */
    String claude(JsonObject fields, LlmEndpoint llm, String... variables) {
        return agent(fields, RealCli.claude().environment(directory, llm.url()), variables);
    }

    /** Creates an agent on the real Claude Code that is signed in with a subscription. */
    String subscribedClaude(LlmEndpoint llm) {
        return agent(new JsonObject(), RealCli.claude().subscriptionEnvironment(directory, llm.url()));
    }

    /** Creates an agent on the real Codex with more fields; the CLI retries a failed request this many times. */
    String codex(LlmEndpoint llm, int retries, JsonObject fields) {
        RealCodex codex = RealCli.codex();
        return api.agent(fields.put(
                "executable",
                Slots.runningCodex(
                        codex.binary(), codex.arguments(llm.url(), retries), codex.environment(directory, llm.url()))));
    }

    /** Creates an agent on the real Codex that retries once. */
    String codex(LlmEndpoint llm) {
        return codex(llm, 1, new JsonObject());
    }

    /** Creates an agent on the real OpenCode; fields and variables as for {@link #claude(JsonObject, LlmEndpoint, String...)}. */
    String openCode(JsonObject fields, LlmEndpoint llm, String... variables) {
        Map<String, String> environment = with(RealCli.openCode().environment(directory, llm.url()), variables);
        return api.agent(fields.put(
                "executable", Slots.runningOpenCode(RealCli.openCode().binary(), environment)));
    }

    /** Creates an agent on a fake CLI that prints a flood of events. */
    String flooding(EventFlood flood) {
        return api.agent(Slots.running(FakeClaude.printing(flood).install(directory)));
    }

    private String agent(JsonObject fields, Map<String, String> environment, String... variables) {
        Map<String, String> all = with(environment, variables);
        return api.agent(fields.put("executable", Slots.running(RealCli.claude().binary(), all)));
    }

    private static Map<String, String> with(Map<String, String> environment, String... variables) {
        Map<String, String> all = new HashMap<>(environment);
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return all;
    }

    /** Waits until a session has an event of a type. */
    JsonObject awaitEvent(String session, String type) {
        return awaitEvents(session, type, 1).getFirst();
    }

    /** Waits until a session has at least {@code count} events of a type. */
    List<JsonObject> awaitEvents(String session, String type, int count) {
        await().pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(of(api.events(session), type)).hasSizeGreaterThanOrEqualTo(count));
        return of(api.events(session), type);
    }

    /** Waits until the API reports why an agent does not have a task, and returns that reason. */
    String awaitWhy(String task, String agent) {
        return await().until(() -> why(task, agent), reason -> !reason.isEmpty());
    }

    private String why(String task, String agent) {
        return api.json(api.get("/api/tasks/" + task + "/why?agent=" + agent)).getJsonArray("agents").stream()
                .map(JsonObject.class::cast)
                .map(answer -> answer.getString("reason", ""))
                .findFirst()
                .orElse("");
    }

    /** The reset of the limit that a session recorded. */
    Instant limitedUntil(String session) {
        return limits().filter(limit -> session.equals(limit.getString("session")))
                .map(limit -> Instant.parse(limit.getString("blockedUntil")))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Ends all tasks, then clears all limits, so that they do not affect the next test. A limited task would start again by itself.
     *
     * @param kept sessions of tasks that go on
     */
    void endTasksAndLimits(Collection<String> kept) {
        api.json(api.post("/api/dispatcher/pause", new JsonObject()));
        try {
            tasks("running")
                    .map(task -> task.getString("session"))
                    .filter(session -> !kept.contains(session))
                    .forEach(this::stop);
            tasks("open")
                    .map(task -> task.getString("id"))
                    .forEach(task -> api.json(api.post("/api/tasks/" + task + "/cancel", new JsonObject())));
            limits().toList()
                    .forEach(limit -> api.json(api.send("DELETE", "/api/limits/" + limit.getString("id"), "")));
        } finally {
            api.json(api.send("POST", "/api/dispatcher/resume", ""));
        }
    }

    private Stream<JsonObject> tasks(String state) {
        return api.json(api.get("/api/tasks?limit=1000&state=" + state)).getJsonArray("items").stream()
                .map(JsonObject.class::cast);
    }

    private void stop(String session) {
        api.post("/api/sessions/" + session + "/stop", new JsonObject());
        api.awaitEnd(session);
    }

    /** Ends the quarantine of an executable whose credentials were refused. */
    void liftQuarantine(String provider, String executable) {
        boolean quarantined = api.json(api.get("/api/providers/" + provider)).getJsonArray("executables").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("name").equals(executable))
                .anyMatch(each -> each.toString().contains("refused its credentials"));
        if (quarantined) {
            api.json(api.post("/api/providers/" + provider + "/verify?executable=" + executable, new JsonObject()));
        }
    }

    private Stream<JsonObject> limits() {
        return api.json(api.get("/api/limits?limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast);
    }

    /** The data of the events of a type. */
    static List<JsonObject> of(List<JsonObject> events, String type) {
        return events.stream()
                .filter(event -> event.getString("type").equals(type))
                .map(event -> event.getJsonObject("data"))
                .toList();
    }

    /** The types of events in order, with repeated types in a row collapsed into one. */
    static List<String> eventTypes(List<JsonObject> events) {
        List<String> types = new ArrayList<>();
        for (JsonObject event : events) {
            String type = event.getString("type");
            if (types.isEmpty() || !types.getLast().equals(type)) {
                types.add(type);
            }
        }
        return types;
    }

    /** The texts that a client shows if it follows the documented rules: deltas are a preview, and a retry can discard them. */
    static Collection<String> shownTexts(List<JsonObject> events) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (JsonObject event : events) {
            JsonObject data = event.getJsonObject("data");
            switch (event.getString("type")) {
                case "message.delta" -> texts.merge(data.getString("message"), data.getString("text"), String::concat);
                case "message" -> texts.put(data.getString("message"), data.getString("text"));
                case "retry" -> texts.remove(data.getString("discarded", ""));
                default -> {}
            }
        }
        return texts.values();
    }

    /** The events of a stream in the form in which a page shows them. */
    static List<JsonObject> eventsOf(List<EventStream.Frame> frames) {
        return frames.stream().map(EventStream.Frame::json).toList();
    }

    /** The running processes that the service started. */
    List<ProcessHandle> processes() throws IOException {
        return carrying("YARDMASTER_INSTANCE=" + instance + "\0");
    }

    /** The running processes that belong to any session of the service. */
    List<ProcessHandle> sessionProcesses() throws IOException {
        List<ProcessHandle> all = new ArrayList<>(carrying("YARDMASTER_SESSION="));
        all.retainAll(processes());
        return all;
    }

    /** The running processes of one session. */
    static List<ProcessHandle> processes(String session) throws IOException {
        return carrying("YARDMASTER_SESSION=" + session + "\0");
    }

    /** Waits until a session runs a program of this file name. */
    static ProcessHandle awaitProcess(String session, String program) {
        return await().pollInterval(Duration.ofMillis(50))
                .until(
                        () -> processes(session).stream()
                                .filter(process -> runs(process, program))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean runs(ProcessHandle process, String program) {
        return process.info()
                .command()
                .filter(path -> Path.of(path).endsWith(program))
                .isPresent();
    }

    /** Finds processes by an environment variable. A zombie has no environment, so it is not found. */
    private static List<ProcessHandle> carrying(String start) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> environment(process).contains("\0" + start))
                    .flatMap(process -> ProcessHandle.of(
                            Long.parseLong(process.getFileName().toString()))
                            .stream())
                    .toList();
        }
    }

    /** The environment of a process; a zero byte stands before and after each variable. */
    static String environment(ProcessHandle process) {
        return environment(Path.of("/proc", Long.toString(process.pid())));
    }

    private static String environment(Path process) {
        try {
            return "\0" + Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1) + "\0";
        } catch (IOException _) {
            return "";
        }
    }
}
