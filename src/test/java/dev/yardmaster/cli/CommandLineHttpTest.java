package dev.yardmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.command.ApiCommand;
import dev.yardmaster.command.Argument.Place;
import dev.yardmaster.command.CommandTree;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs command lines against the service, as the executable does. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class CommandLineHttpTest {
    /** Parameters of pages, which the commands set themselves. */
    private static final Set<String> OF_PAGES = Set.of("after", "limit");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final Api api = LocalService.api();
    private final Map<String, String> environment = new HashMap<>();
    private String name;

    private record Result(int exitCode, String out, String err) {
        JsonNode json() throws Exception {
            return JSON.readTree(out);
        }
    }

    @BeforeEach
    void connect() throws Exception {
        name = "cli-" + UUID.randomUUID().toString().substring(0, 8);
        environment.put("HOME", directory.toString());
        environment.put("YARDMASTER_URL", LocalService.base().toString());
        environment.put(
                "YARDMASTER_TOKEN",
                Files.readString(LocalService.home().resolve("admin-token")).strip());
    }

    @AfterEach
    void clear() {
        // A session that stays would hold slots and memory that other tests count.
        things("agents").forEach(agent -> api.send("POST", "/api/agents/" + agent + "/stop", ""));
        for (String list : List.of("agents", "pools", "plans", "projects", "webhooks")) {
            things(list).forEach(id -> api.send("DELETE", "/api/" + list + "/" + id, ""));
        }
    }

    /** The ids of the things of this test. */
    private List<String> things(String list) {
        return api.json(api.get("/api/" + list + "?limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(thing -> thing.getString("name").startsWith(name))
                .map(thing -> thing.getString("id"))
                .toList();
    }

    static Stream<ApiCommand> commands() {
        return CommandTree.GROUPS.stream()
                .flatMap(group -> group.commands().stream())
                .filter(command -> !command.isShortcut());
    }

    /** The document has a description of each parameter and of each field of a body, so nothing of a route is missing from its command. */
    @ParameterizedTest
    @MethodSource("commands")
    void shouldHaveAnArgumentForEachParameterAndFieldOfItsRoute(ApiCommand command) throws Exception {
        // Given
        JsonNode document = JSON.readTree(api.get("/q/openapi?format=json").body());
        String[] route = command.route().split(" ");
        JsonNode operation = document.path("paths").path(route[1]).path(route[0].toLowerCase(Locale.ROOT));
        Set<String> parameters = StreamSupport.stream(
                        operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .filter(parameter -> !OF_PAGES.contains(parameter))
                .collect(Collectors.toCollection(TreeSet::new));
        String schema = operation.at("/requestBody/content").findPath("$ref").asText();
        Set<String> fields = new TreeSet<>();
        document.at(schema.replace("#", "") + "/properties").fieldNames().forEachRemaining(fields::add);

        // When
        Set<String> query = fields(command, Place.QUERY);
        Set<String> body = fields(command, Place.BODY);

        // Then
        assertThat(query).isEqualTo(parameters);
        assertThat(body).isEqualTo(fields);
    }

    private static Set<String> fields(ApiCommand command, Place place) {
        return command.arguments().stream()
                .filter(argument -> argument.place() == place)
                .flatMap(argument ->
                        argument.field().isEmpty() ? CommandTree.SETTINGS.stream() : Stream.of(argument.field()))
                .filter(field -> place == Place.BODY || !OF_PAGES.contains(field))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The lines of the guides of the systems that people come from, with another name of the program and of the things. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agent register NAME --role worker --provider codex --model gpt-5.1-codex     | name=NAME role=worker provider=codex model=gpt-5.1-codex
            agent register NAME --role worker --provider opencode                        | provider=opencode
            agent register NAME --role steward --focus merge                             | role=steward focus=merge
            agent register NAME --role worker --provider claude-code                     | provider=claude-code
            agent register NAME --role director                                          | role=director
            agent register NAME -r worker -m persistent --tags frontend,urgent -t 2      | mode=persistent tags=["frontend","urgent"] maxConcurrentTasks=2
            agent register NAME --role worker --maxTasks 3                               | maxConcurrentTasks=3
            pool create NAME --size 4                                                    | size=4
            pool create NAME --size 6 -t worker:ephemeral:100:3:claude-code:claude-sonnet-4-20250514 -t worker:ephemeral:80:3:opencode | size=6
            pool create NAME -s 3 --agent-type steward:merge                             | size=3
            """)
    void shouldAcceptTheCommandLinesOfOtherSystems(String line, String expected) throws Exception {
        // Given
        // Another test must not get the agent, and a pool must not limit the sessions of another test.
        List<String> words =
                new ArrayList<>(List.of((line.replace("NAME", name) + " --json --enabled=false").split(" +")));

        // When
        Result result = run(words.toArray(String[]::new));

        // Then
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        JsonNode thing = result.json();
        for (String field : expected.replace("NAME", name).split(" ")) {
            String[] parts = field.split("=", 2);
            JsonNode value = thing.path(parts[0]);
            assertThat(value.isContainerNode() ? value.toString() : value.asText())
                    .isEqualTo(parts[1]);
        }
    }

    @Test
    void shouldShowAndChangeAnAgent() throws Exception {
        // Given
        String id = run("agent", "register", name, "--role", "worker", "--model", "sonnet", "--enabled=false", "-q")
                .out()
                .strip();

        // When
        Result changed =
                run("agent", "update", "--tags", "a,b", "--unset", "model", "--enabled=false", "--restart", name);
        Result shown = run("agent", "show", id.substring(0, id.length() - 1));
        Result listed = run("agent", "list", "-q");

        // Then
        assertThat(changed.exitCode()).isZero();
        assertThat(shown.out())
                .contains("name                " + name + "\n", "tags                a, b\n")
                .doesNotContain("model ");
        assertThat(listed.out().lines()).contains(id);
    }

    @Test
    void shouldTalkToTheCurrentSessionOfAnAgent() throws Exception {
        // Given
        String executable = Slots.script("while read -r line; do echo \"$line\"; done");
        // A disabled agent gets no task of another test. It can still be started by hand.
        api.agent(new JsonObject().put("name", name).put("enabled", false).put("executable", executable));
        Result idle = run("agent", "say", name, "Anybody there?");
        api.start(name, "Wait");

        // When
        Result said = run("agent", "say", name, "Hello");
        Result enabled = run("agent", "enable", name, "--json");
        Result disabled = run("agent", "disable", name, "--json");

        // Then
        assertThat(idle.exitCode()).isEqualTo(4);
        assertThat(idle.err()).contains("has no running session");
        assertThat(said.err()).isEmpty();
        assertThat(said.exitCode()).isZero();
        assertThat(enabled.json().path("enabled").asBoolean()).isTrue();
        assertThat(disabled.json().path("enabled").asBoolean()).isFalse();
        assertThat(run("agent", "stop", name).exitCode()).isZero();
    }

    @Test
    void shouldRunThroughTheLifeOfATask() throws Exception {
        // Given
        String id = run("task", "create", "Fix the 登录", "--scheduled-for", "+2h", "--tags", name, "-q")
                .out()
                .strip();

        // When
        JsonNode task = run("task", "show", id.substring(0, 35), "--json").json();
        Result listed = run("task", "list", "--tag", name);
        Result completed = run("task", "complete", id, "--result", "By hand", "--json");
        Result removed = run("task", "rm", id, "--yes");

        // Then
        assertThat(task.path("prompt").asText()).isEqualTo("Fix the 登录");
        assertThat(listed.out()).isEqualTo("""
                ID                                    STATE  PRIO  ROLE    TITLE
                %s  open   3     worker  Fix the 登录
                """.formatted(id));
        assertThat(completed.json().path("state").asText()).isEqualTo("done");
        assertThat(removed).isEqualTo(new Result(0, "", ""));
        assertThat(run("task", "show", id).exitCode()).isEqualTo(3);
    }

    @Test
    void shouldAddTasksOfAFileAndChangeSeveral() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("tasks.json"), """
                [{"title": "One", "prompt": "1", "tags": ["%1$s"], "scheduledFor": "2999-01-01T00:00:00Z"},
                 {"title": "Two", "prompt": "2", "tags": ["%1$s"], "scheduledFor": "2999-01-01T00:00:00Z"}]""".formatted(name));
        Result imported = run("task", "import", "@" + file);
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        String[] ids = run("task", "list", "--tag", name, "-q").out().split("\n");

        // When
        Result prioritized = run("task", "prioritize", "1", ids[0], ids[1]);
        Result cancelled = run("task", "cancel-all", ids[0], ids[1]);

        // Then
        assertThat(prioritized.out().lines()).hasSize(3);
        assertThat(cancelled.out()).contains(ids[0], ids[1]);
        assertThat(run("task", "list", "--tag", name, "--state", "cancelled", "-q")
                        .out()
                        .lines())
                .containsExactlyInAnyOrder(ids);
    }

    @Test
    void shouldAddATokenOnceAndRevokeIt() throws Exception {
        // When
        JsonNode token = run("token", "create", name, "--role", "viewer", "--expires", "+1d", "--json")
                .json();

        // Then
        environment.put("YARDMASTER_TOKEN", token.path("token").asText());
        assertThat(run("agent", "list").exitCode()).isZero();
        Result refused = run("dispatcher", "pause");
        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines()).hasSize(1);
        environment.put(
                "YARDMASTER_TOKEN",
                Files.readString(LocalService.home().resolve("admin-token")).strip());
        assertThat(run("token", "revoke", token.path("id").asText(), "--yes").exitCode())
                .isZero();
    }

    @Test
    void shouldStoreAContextWithItsToken() throws Exception {
        // Given
        String token = environment.remove("YARDMASTER_TOKEN");
        environment.remove("YARDMASTER_URL");

        // When
        Result loggedIn =
                withInput(token + "\n", "login", LocalService.base().toString(), "--name", "test", "--with-token");

        // Then
        assertThat(loggedIn.err()).isEmpty();
        assertThat(loggedIn.exitCode()).isZero();
        assertThat(run("context", "list").out()).contains("*  test  " + LocalService.base());
        assertThat(run("agent", "list").exitCode()).isZero();
        assertThat(run("context", "rm", "test").exitCode()).isZero();
        assertThat(run("context", "use", "test").exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            agent register                             | 2 | Missing required parameter
            agent show NAMEx                           | 3 | agent show
            agent register NAME --role boss            | 2 | There is no role 'boss'
            agent register NAME --rol worker           | 2 | --role
            agent lst                                  | 2 | Did you mean: agent ls
            agent                                      | 2 | Missing required subcommand
            agnt list                                  | 2 | agent
            agent show ..                              | 2 | '..' is neither a name nor an id
            agent register NAME --role worker --enabled=no | 2 | 'no' is not a boolean
            task cancel-all 01900000-0000-7000-8000-000000000000 | 4 | 1 of 1 were refused
            task create X -w                           | 2 | Unknown option: '-w'
            task show zzz                              | 3 | is no id
            task show 0199                             | 3 | Nothing has an id that begins with '0199'
            task list --limit many                     | 2 | --limit is 'many'. Give a whole number.
            task list --state nowhere                  | 2 | nowhere
            task create T --timeout soon               | 2 | --timeout is 'soon'
            task create T --prompt @/none/here         | 2 | --prompt is '@/none/here', but the file can't be read
            task import {                              | 2 | JSON is not JSON
            agent update NAME --unset colour           | 2 | --unset names 'colour'
            settings set defaultProvider               | 2 | has no value
            settings set colour=red                    | 2 | There is no setting 'colour'
            settings set runtime.x=red                 | 2 | has no entries
            settings get nothing                       | 3 | no field 'nothing'
            pool rm NAME                               | 2 | --yes
            limits report nobody --for 2h              | 2 | There is no executable 'nobody'
            plan activate NAME                         | 3 | NAME
            agent list -o yaml                         | 2 | expected one of [wide, json]
            agent list --server nowhere                | 2 | nowhere
            agent list --server http://127.0.0.1:1     | 6 | No Yardmaster answers at http://127.0.0.1:1 (from --server)
            """)
    void shouldExplainAMistakeInOneLine(String line, int exitCode, String sentence) throws Exception {
        // When
        Result result = run(line.replace("NAME", name).split(" +"));

        // Then
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.out().isEmpty() || line.contains("-all ")).isTrue();
        assertThat(result.err()).contains(sentence.replace("NAME", name).replace("agent show", name));
        assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldProposeTheNameThatIsMisspelt() throws Exception {
        // Given
        run("agent", "register", name, "--role", "worker", "--enabled=false");

        // When
        Result result = run("agent", "show", name + "x");

        // Then
        assertThat(result.err()).contains("Did you mean " + name);
    }

    @Test
    void shouldReportAMissingTokenAndAWrongOne() throws Exception {
        // When
        environment.put("YARDMASTER_TOKEN", "ym_wrong");
        Result wrong = run("agent", "list");
        environment.remove("YARDMASTER_TOKEN");
        Result missing = run("agent", "list");

        // Then
        assertThat(wrong.exitCode()).isEqualTo(5);
        assertThat(wrong.err()).contains("yardmaster login");
        assertThat(missing.exitCode()).isEqualTo(5);
        assertThat(missing.err()).contains("No token is known for " + LocalService.base());
    }

    private Result withInput(String input, String... words) throws Exception {
        InputStream original = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(words);
        } finally {
            System.setIn(original);
        }
    }

    private Result run(String... words) throws Exception {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = CommandLines.run(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
