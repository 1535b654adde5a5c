package dev.yardmaster.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Approvals and rules over HTTP, with a simulated CLI that asks for each command. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class ApprovalHttpTest {
    /** Asks for two commands, one after the other, and reports the answers as the result of its turn. */
    private static final String ASKING = """
            ask() {
              printf '%s\\n' '{"type":"control_request","request_id":"'$1'","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"'"$2"'"},"tool_use_id":"t'$1'"}}'
              while read -r line; do
                case "$line" in
                  *'"request_id":"'$1'"'*allow*) answers="$answers allowed"; return;;
                  *'"request_id":"'$1'"'*deny*) answers="$answers denied"; return;;
                esac
              done
              exit 0
            }
            while read -r line; do case "$line" in *'"type":"user"'*) break;; esac; done
            echo '{"type":"system","subtype":"init","session_id":"s1","model":"m","tools":[],"mcp_servers":[]}'
            ask r1 'make it'
            ask r2 'make it'
            echo '{"type":"assistant","message":{"id":"m1","model":"m","content":[{"type":"text","text":"'$answers'"}]},"session_id":"s1"}'
            echo '{"type":"result","subtype":"success","is_error":false,"result":"'$answers'","usage":{"input_tokens":1,"output_tokens":1},"total_cost_usd":0.01,"session_id":"s1"}'
            cat >/dev/null
            """;

    @Inject
    Pool pool;

    private final Api api = LocalService.api();

    @Test
    void shouldAskForTheSameAgainAfterAnAnswerForOnce() {
        // Given
        String session = start();

        // When
        JsonObject first = awaitPending(session);
        JsonObject allowed = api.json(answer(first, "allow", new JsonObject()));
        JsonObject second = awaitPending(session);
        JsonObject denied = api.json(answer(second, "deny", new JsonObject().put("message", "Not twice.")));

        // Then
        assertThat(first.getString("command")).isEqualTo("make it");
        assertThat(first.getString("session")).isEqualTo(session);
        assertThat(allowed.getString("state")).isEqualTo("allowed");
        assertThat(denied.getString("message")).isEqualTo("Not twice.");
        assertThat(result(session)).contains("allowed denied");
        assertThat(events(session)).filteredOn("approval.requested"::equals).hasSize(2);
        assertThat(events(session)).filteredOn("approval.decided"::equals).hasSize(2);
        stop(session);
    }

    @Test
    void shouldDecideTheNextRequestByTheRuleOfAnAnswer() {
        // Given
        String session = start();

        // When
        api.json(answer(
                awaitPending(session),
                "allow",
                new JsonObject().put("scope", "session").put("pattern", "make *")));

        // Then
        assertThat(result(session)).contains("allowed allowed");
        JsonArray approvals = list("session=" + session);
        assertThat(approvals).hasSize(2);
        assertThat(approvals.getJsonObject(0).getString("rule")).isEqualTo("allow command: make *");
        stop(session);
    }

    @Test
    void shouldRefuseALateAnswer() {
        // Given
        String session = start();
        JsonObject asked = awaitPending(session);
        api.json(answer(asked, "deny", new JsonObject()));

        // When
        HttpResponse<String> late = answer(asked, "allow", new JsonObject());

        // Then
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("already denied by");
        stop(session);
    }

    @Test
    void shouldWithdrawWhatASessionWaitsForWhenItEnds() {
        // Given
        String session = start();
        JsonObject asked = awaitPending(session);

        // When
        stop(session);

        // Then
        JsonObject withdrawn = api.json(api.get("/api/approvals/" + asked.getString("id")));
        assertThat(withdrawn.getString("state")).isEqualTo("withdrawn");
        assertThat(withdrawn.getString("message")).isNotBlank();
    }

    @Test
    void shouldRefuseARuleOfAnAnswerThatDoesNotMatchTheRequest() {
        // Given
        String session = start();
        JsonObject asked = awaitPending(session);

        // Then
        assertThat(answer(
                                asked,
                                "allow",
                                new JsonObject().put("scope", "session").put("pattern", "rm *"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(answer(asked, "allow", new JsonObject().put("scope", "project"))
                        .body())
                .contains("has no project");
        assertThat(answer(asked, "allow", new JsonObject().put("scope", "always"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(answer(asked, "allow", new JsonObject().put("pattern", "make *"))
                        .body())
                .contains("needs a scope");
        assertThat(list("state=pending&session=" + session)).hasSize(1);
        stop(session);
    }

    @Test
    void shouldRefuseAnAgentThatMustAskInAModeThatCannot() {
        // When
        HttpResponse<String> refused = api.post(
                "/api/agents",
                new JsonObject()
                        .put("name", "asks-in-vain")
                        .put("role", "worker")
                        .put("permissions", "ask")
                        .put("launchMode", "one-shot"));

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("'ask'", "one-shot mode", "It can in bidirectional mode");
    }

    @Test
    void shouldNotStartASessionWithRulesInAModeThatCannotAsk() {
        // Given
        String agent = agent(new JsonObject().put("launchMode", "one-shot"));
        addRule(new JsonObject().put("effect", "deny").put("tool", "web_fetch").put("agent", agent));

        // When
        String session = api.start(agent, "Go");

        // Then
        assertThat(api.awaitEnd(session).getJsonObject("end").getString("reason"))
                .contains("permission rules", "one-shot mode");
        disable(agent);
    }

    @Test
    void shouldAddShowListAndRemoveRules() {
        // Given
        String agent = agent(new JsonObject());
        JsonObject rule =
                new JsonObject().put("effect", "deny").put("command", "rm *").put("agent", agent);

        // When
        JsonObject added = addRule(rule);
        JsonObject again = addRule(rule);

        // Then
        String path = "/api/permission-rules/" + added.getString("id");
        assertThat(again.getString("id")).isEqualTo(added.getString("id"));
        assertThat(api.json(api.get(path))).isEqualTo(added);
        assertThat(api.json(api.get("/api/permission-rules?agent=" + agent)).getJsonArray("items"))
                .hasSize(1);
        assertThat(api.send("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(api.get(path).statusCode()).isEqualTo(404);
        assertThat(api.send("DELETE", path, "").statusCode()).isEqualTo(404);
        disable(agent);
    }

    @Test
    void shouldKeepALongPatternOnce() {
        // Given
        String agent = agent(new JsonObject());
        String pattern = new java.util.Random(1)
                .ints(10_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        JsonObject rule =
                new JsonObject().put("effect", "deny").put("command", pattern).put("agent", agent);

        // Then
        assertThat(addRule(rule)).isEqualTo(addRule(rule));
        disable(agent);
    }

    @Test
    void shouldDenyWhatNobodyAnswersAndRecordIt() {
        // Given
        String session = start();
        UUID asked = UUID.fromString(awaitPending(session).getString("id"));

        // When
        pool.preparedQuery("UPDATE approval SET expires_at = now() WHERE id = $1")
                .execute(Tuple.of(asked))
                .await()
                .atMost(Duration.ofSeconds(30));

        // Then
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(
                                api.json(api.get("/api/approvals/" + asked)).getString("state"))
                        .isEqualTo("expired"));
        api.json(answer(awaitPending(session), "allow", new JsonObject()));
        assertThat(result(session)).contains("denied allowed");
        assertThat(api.get("/api/activity?thing=" + asked).body()).contains("approval.expire");
        assertThat(events(session).stream().filter(type -> type.startsWith("approval.")))
                .containsExactly("approval.requested", "approval.decided", "approval.requested", "approval.decided");
        stop(session);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"effect\": \"permit\", \"tool\": \"x\"}",
                "{\"effect\": \"allow\"}",
                "{\"effect\": \"allow\", \"tool\": \"x\", \"command\": \"y\"}",
                "{\"effect\": \"allow\", \"tool\": \" \"}",
                "{\"effect\": \"allow\", \"tool\": \"x\", \"agent\": \"nobody-has-this-name\"}",
                "{\"effect\": \"allow\", \"tool\": \"x\", \"project\": \"nothing-has-this-name\"}",
                "{\"effect\": \"allow\", \"tool\": \"x\", \"session\": \"0199c2d1-0000-7000-8000-000000000000\"}",
                "{\"effect\": \"allow\", \"tool\": \"x\", \"agent\": \"a\", \"project\": \"b\"}"
            })
    void shouldRefuseAnInvalidRule(String rule) {
        assertThat(api.post("/api/permission-rules", new JsonObject(rule)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldRefuseAnUnknownStateAndAnUnknownApproval() {
        assertThat(api.get("/api/approvals?state=open").statusCode()).isEqualTo(400);
        assertThat(api.get("/api/approvals/0199c2d1-0000-7000-8000-000000000000")
                        .statusCode())
                .isEqualTo(404);
    }

    private String start() {
        return api.start(agent(new JsonObject().put("permissions", "ask")), "Go");
    }

    private String agent(JsonObject fields) {
        return api.agent(fields.put("executable", Slots.script(ASKING)));
    }

    private void disable(String agent) {
        api.change(agent, new JsonObject().put("enabled", false));
    }

    private JsonObject awaitPending(String session) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(list("state=pending&session=" + session))
                        .as("%s", api.events(session))
                        .hasSize(1));
        return list("state=pending&session=" + session).getJsonObject(0);
    }

    private JsonArray list(String query) {
        return api.json(api.get("/api/approvals?" + query)).getJsonArray("items");
    }

    private HttpResponse<String> answer(JsonObject asked, String answer, JsonObject body) {
        return api.post("/api/approvals/" + asked.getString("id") + "/" + answer, body);
    }

    private JsonObject addRule(JsonObject rule) {
        return api.json(api.post("/api/permission-rules", rule));
    }

    private java.util.List<String> events(String session) {
        return api.events(session).stream()
                .map(event -> event.getString("type"))
                .toList();
    }

    /** What the simulated CLI got as answers. */
    private String result(String session) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(events(session)).contains("turn.ended"));
        return api.events(session).stream()
                .filter(event -> event.getString("type").equals("turn.ended"))
                .map(event -> event.getJsonObject("data").getString("result"))
                .findFirst()
                .orElseThrow();
    }

    /** Stops a session and disables its agent. */
    private void stop(String session) {
        String agent = api.json(api.get("/api/sessions/" + session)).getString("agent");
        api.json(api.post("/api/sessions/" + session + "/stop", new JsonObject()));
        api.awaitEnd(session);
        disable(agent);
    }
}
