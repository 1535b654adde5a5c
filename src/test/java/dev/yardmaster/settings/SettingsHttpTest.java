package dev.yardmaster.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class SettingsHttpTest {
    @Inject
    Pool pool;

    @Inject
    Settings settings;

    private final Api api = LocalService.api();

    @AfterEach
    void reset() {
        pool.query("UPDATE settings SET value = '{}'").execute().await().indefinitely();
        await().until(() -> programOfDefault().equals("claude"));
    }

    @Test
    void shouldShowAllSettingsWithTheirDefaultsWhenNoneIsSet() {
        // When
        JsonObject found = api.json(api.get("/api/settings"));

        // Then
        JsonObject defaults = new JsonObject()
                .put("defaultProvider", "claude-code")
                .putNull("runtime")
                .put("defaultModels", new JsonObject())
                .put("executablePaths", new JsonObject())
                .put("fallbackChain", new JsonArray())
                .putNull("maxLimitWait");
        assertThat(found)
                .isEqualTo(new JsonObject()
                        .put("values", defaults)
                        .put("defaults", defaults)
                        .put("set", new JsonArray()));
    }

    @Test
    void shouldShowNoDefaultProviderBesideARuntimeThatDecides() {
        // When
        JsonObject changed = api.json(patch("{\"runtime\": \"claude\"}"));

        // Then
        assertThat(changed.getJsonObject("values").getString("defaultProvider")).isNull();
        assertThat(changed.getJsonObject("values").getString("runtime")).isEqualTo("claude");
        assertThat(changed.getJsonObject("defaults").getString("defaultProvider"))
                .isEqualTo("claude-code");
        assertThat(changed.getJsonArray("set")).containsExactly("runtime");
    }

    @Test
    void shouldMergePatchesDeeplyAndRemoveNulls() {
        // Given
        patch("""
                {"defaultProvider": "claude-code", "runtime": "claude",
                 "defaultModels": {"claude-code": "opus", "wrapped-agent": "small"}, "fallbackChain": ["slot-1", "slot-2"]}""");

        // When
        JsonObject changed = api.json(patch("""
                {"runtime": null, "defaultModels": {"claude-code": null, "wrapped-agent": "large"}, "fallbackChain": ["slot-3"]}"""));

        // Then
        assertThat(set(changed))
                .isEqualTo(new JsonObject()
                        .put("defaultProvider", "claude-code")
                        .put("defaultModels", new JsonObject().put("wrapped-agent", "large"))
                        .put("fallbackChain", new JsonArray().add("slot-3")));
        assertThat(api.json(api.get("/api/settings"))).isEqualTo(changed);
        assertThat(settings.current(pool).await().indefinitely().fallbackChain())
                .containsExactly("slot-3");
    }

    @Test
    void shouldKeepTheNotationOfADuration() {
        // When
        JsonObject changed = api.json(patch("{\"maxLimitWait\": \"PT6H\"}"));

        // Then
        assertThat(set(changed).getString("maxLimitWait")).isEqualTo("PT6H");
        assertThat(settings.current(pool).await().indefinitely().maxLimitWait()).contains(Duration.ofHours(6));
    }

    @Test
    void shouldAcceptTheMediaTypeOfMergePatches() {
        // When
        HttpResponse<String> answer =
                api.send("PATCH", "/api/settings", "application/merge-patch+json", "{\"runtime\": \"claude-cli\"}");

        // Then
        assertThat(set(api.json(answer)).getString("runtime")).isEqualTo("claude-cli");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"colour": "blue"}                           | invalid_json       | 'colour'          | defaultProvider
            {"defaultProvider": 7}                       | invalid_json       | 'defaultProvider' | a string
            {"defaultProvider": "nope"}                  | unknown_provider   | 'defaultProvider' | Known providers: claude-code, codex
            {"defaultProvider": "claude"}                | unknown_provider   | 'claude'          | claude-code
            {"runtime": "nope"}                          | unknown_runtime    | 'runtime'         | Known runtimes: claude
            {"runtime": "claude-code"}                   | unknown_runtime    | 'claude-code'     | Known runtimes: claude
            {"defaultModels": []}                        | invalid_json       | 'defaultModels'   | must
            {"defaultModels": {"nope": "x"}}             | unknown_provider   | 'nope'            | claude-code
            {"defaultModels": {"claude-code": ""}}       | invalid_request    | defaultModels     | 1 to 200
            {"defaultModels": {"claude-code": 1}}        | invalid_json       | defaultModels     | a string
            {"executablePaths": {"nope": "/bin/true"}}   | unknown_provider   | 'nope'            | claude-code
            {"executablePaths": {"claude-code": "a/b"}}  | invalid_request    | executablePaths   | absolute path
            {"executablePaths": {"claude-code": "/\\u0000"}} | invalid_request | executablePaths  | absolute path
            {"fallbackChain": ["nope"]}                  | unknown_executable | 'fallbackChain'   | slot-1
            {"fallbackChain": ["slot-1", "slot-1"]}      | invalid_request    | 'fallbackChain'   | twice
            {"maxLimitWait": 6}                          | invalid_json       | 'maxLimitWait'    | an ISO-8601 duration such as "PT10M"
            {"maxLimitWait": "6"}                        | invalid_json       | 'maxLimitWait'    | an ISO-8601 duration
            {"fallbackChain": "slot-1"}                  | invalid_json       | 'fallbackChain'   | must
            {"fallbackChain": [null]}                    | invalid_request    | fallbackChain     | name of an executable
            []                                           | invalid_json       | body              | must
            """)
    void shouldRejectBadPatchesAsAWhole(String patch, String code, String named, String expected) {
        // Given
        String sound = "{\"defaultModels\": {\"claude-code\": \"kept\"}}";
        patch(sound);

        // When
        HttpResponse<String> answer = patch(
                patch.startsWith("{") && !patch.contains("runtime")
                        ? "{\"runtime\": \"claude\", " + patch.substring(1)
                        : patch);

        // Then
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getString("code")).as(answer.body()).isEqualTo(code);
        assertThat(problem.getString("detail")).contains(named, expected);
        assertThat(set(api.json(api.get("/api/settings")))).isEqualTo(new JsonObject(sound));
    }

    @Test
    void shouldShowAStoredUnknownIdAndAcceptOtherChanges() {
        // Given
        pool.query("UPDATE settings SET value = '{\"defaultProvider\": \"gone\", \"fallbackChain\": [\"gone-too\"]}'")
                .execute()
                .await()
                .indefinitely();

        // When
        JsonObject changed = set(api.json(patch("{\"runtime\": \"claude\"}")));

        // Then
        assertThat(changed.getString("defaultProvider")).isEqualTo("gone");
        assertThat(changed.getJsonArray("fallbackChain")).containsExactly("gone-too");
        assertThat(changed.getString("runtime")).isEqualTo("claude");
    }

    @Test
    void shouldChangeTheProgramOfADefaultExecutable() {
        // When
        patch("{\"executablePaths\": {\"claude-code\": \"/opt/claude/bin/claude\"}}");

        // Then
        assertThat(programOfDefault()).isEqualTo("/opt/claude/bin/claude");
    }

    @Test
    void shouldNoticeTheChangeOfAnotherService() {
        // When
        pool.query("UPDATE settings SET value = '{\"executablePaths\": {\"claude-code\": \"/elsewhere\"}}'")
                .execute()
                .await()
                .indefinitely();

        // Then
        await().until(() -> programOfDefault().equals("/elsewhere"));
    }

    @Test
    void shouldApplyConcurrentPatchesOneAfterAnother() {
        // Given
        List<String> patches = List.of(
                "{\"runtime\": \"claude\"}",
                "{\"defaultProvider\": \"claude-code\"}",
                "{\"defaultModels\": {\"claude-code\": \"opus\"}}",
                "{\"defaultModels\": {\"wrapped-agent\": \"large\"}}");

        // When
        patches.parallelStream().forEach(this::patch);

        // Then
        assertThat(set(api.json(api.get("/api/settings"))))
                .isEqualTo(new JsonObject()
                        .put("runtime", "claude")
                        .put("defaultProvider", "claude-code")
                        .put(
                                "defaultModels",
                                new JsonObject().put("claude-code", "opus").put("wrapped-agent", "large")));
    }

    /** The settings that are set, with their values. */
    private static JsonObject set(JsonObject settings) {
        JsonObject set = settings.getJsonObject("values").copy();
        set.fieldNames().retainAll(settings.getJsonArray("set").getList());
        return set;
    }

    private HttpResponse<String> patch(String body) {
        return api.send("PATCH", "/api/settings", body);
    }

    private String programOfDefault() {
        return api.json(api.get("/api/executables/claude-code")).getString("path");
    }
}
