package dev.yardmaster.provider.opencode;

import static dev.yardmaster.testkit.llm.Scenario.apiKeyLimit;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.OneTurn;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.cli.RealOpenCode;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks with the installed OpenCode that no event is lost with its stream, and that sub-agents never make their session wait for ever. */
@RealCliTest("opencode")
class RealEventStreamTest {
    /** OpenCode asks before a sub-agent of this kind runs a command. */
    private static final String ASKING = "{\"agent\":{\"general\":{\"permission\":{\"bash\":\"ask\"}}}}";

    private static final MockLlm LLM = MockLlm.start();

    private final OpenCodeProvider provider =
            new OpenCodeProvider(Map.of("PATH", "/usr/bin:/bin"), OpenCodeFixture.servers());

    @TempDir
    Path temp;

    @AfterEach
    void closeProvider() {
        provider.close();
    }

    @AfterAll
    static void close() {
        LLM.close();
    }

    /** Without refusals the stream is open again in the middle of the turn; with four, the turn ends before. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldReportATurnWhoseEventStreamBreaks(int refusals) throws Exception {
        try (EventCutter cutter = EventCutter.start(temp, refusals)) {
            // Given
            LlmEndpoint api = LLM.scenario(ok().chunks(8).perSecond(10));
            Path program = cutter.program(RealCli.openCode().binary());

            // When
            List<String> events = OneTurn.run(provider, request(program, api));

            // Then
            assertThat(cutter.hasCut()).isTrue();
            assertThat(events).filteredOn(event -> event.startsWith("message ")).hasSize(1);
            assertThat(events).filteredOn(event -> event.startsWith("usage")).hasSize(1);
            assertThat(events.getLast())
                    .startsWith("ended COMPLETED \"chunk 1 of 8. ")
                    .endsWith("chunk 8 of 8. \"");
        }
    }

    @Test
    void shouldAnswerThePermissionRequestOfASubAgent() throws Exception {
        // Given
        LlmEndpoint api = LLM.scenario(tool(RealOpenCode.task("Print a line"))
                .text("unused")
                .times(1)
                .then(tool(RealOpenCode.bash("echo by the sub-agent")).text("Done.")));

        // When
        List<String> events = OneTurn.run(provider, request(RealCli.openCode().binary(), api));

        // Then
        assertThat(events).anyMatch(event -> event.startsWith("raw") && event.contains("permission.asked"));
        assertThat(events).anyMatch(event -> event.startsWith("result") && event.contains("by the sub-agent"));
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldEndTheTurnWhenASubAgentReachesADistantLimit() throws Exception {
        // Given
        LlmEndpoint api = LLM.scenario(
                tool(RealOpenCode.task("Think")).text("unused").times(1).then(apiKeyLimit(Duration.ofHours(2))));

        // When
        List<String> events = OneTurn.run(provider, request(RealCli.openCode().binary(), api));

        // Then
        assertThat(events).anyMatch(event -> event.startsWith("limit blocked"));
        assertThat(events).anyMatch(event -> event.startsWith("failure rate_limit"));
        assertThat(events.getLast()).isEqualTo("ended FAILED null");
    }

    private LaunchRequest request(Path program, LlmEndpoint api) {
        Map<String, String> environment =
                new HashMap<>(RealCli.openCode().environment(temp.resolve("home"), api.url()));
        environment.put("OPENCODE_CONFIG_CONTENT", ASKING);
        return new LaunchRequest(
                new Executable("opencode", new ProviderId("opencode"), program.toString(), List.of(), environment),
                LaunchMode.BIDIRECTIONAL,
                Optional.empty(),
                temp,
                new Conversation(UUID.randomUUID(), Optional.empty(), Optional.of("Go on")),
                OpenCodeFixture.context(Permissions.FULL),
                Map.of("YARDMASTER_INSTANCE", "here"));
    }
}
