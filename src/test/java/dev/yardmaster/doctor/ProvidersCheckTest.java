package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.server.configuration.ConfigurationCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersCheckTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String READY = "{'items': [{'id': 'codex', 'executables': [{'name': 'codex', 'path': 'codex',"
            + " 'health': {'state': 'ready', 'version': '%s', 'message': 'Codex %s is ready.'}}]}]}";

    @TempDir
    private Path directory;

    private final FakeService service = new FakeService();
    private FakePrograms programs;

    @BeforeEach
    void createPrograms() {
        programs = new FakePrograms(directory);
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void shouldCheckTheProgramsOfThisMachineWithoutAService() throws Exception {
        // Given
        programs.with("claude", """
                case "$1" in
                  --version) echo '99.0.0 (Claude Code)' ;;
                  auth) echo '{"loggedIn": true}' ;;
                esac""").with("codex", """
                case "$1" in
                  --version) echo 'codex-cli 99.0.0' ;;
                  *) exit 1 ;;
                esac""");

        // When
        var findings = local(programs.environment(), LONG);

        // Then
        assertThat(findings)
                .containsExactly(
                        Finding.ok(
                                "cli:claude-code", "Claude Code 99.0.0 is ready. Yardmaster is tested with 2.1.332."),
                        Finding.warning(
                                "cli:codex",
                                "Codex 99.0.0 is not signed in.",
                                "Run 'codex login' once as the service's user, or give the executable an OPENAI_API_KEY."),
                        Finding.warning(
                                "cli:opencode",
                                "The program opencode is not installed.",
                                "Install OpenCode with: npm install -g opencode-ai"),
                        Finding.ok("providers", "1 CLI is ready."));
    }

    @Test
    void shouldReportAProgramThatIsAnotherOne() throws Exception {
        // Given
        programs.with("claude", "echo hello");

        // When
        var findings = local(programs.environment(), LONG);

        // Then
        assertThat(findings.getFirst().state()).isEqualTo(State.WARNING);
        assertThat(findings.getFirst().detail()).startsWith("The program claude did not print its version");
        assertThat(findings.getLast())
                .isEqualTo(Finding.failed(
                        "providers",
                        "No CLI is known to be ready, so sessions can't start.",
                        "Install one of them and sign in, as the lines above describe."));
    }

    @Test
    void shouldUseTheConfiguredProgram() throws Exception {
        // Given
        programs.with("my-codex", "echo codex-cli 99.0.0");
        String variable = "YARDMASTER_EXECUTABLES_CODEX_PATH";

        // When
        var findings = local(
                Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        variable,
                        directory.resolve("my-codex").toString()),
                LONG);

        // Then
        assertThat(findings)
                .contains(Finding.ok("cli:codex", "Codex 99.0.0 is ready. Yardmaster is tested with 0.169.0."));
    }

    @Test
    void shouldNotWaitForAProgramThatHangs() throws Exception {
        // Given
        programs.with("codex", "exec sleep 300");

        // When
        var findings = local(programs.environment(), Duration.ofSeconds(1));

        // Then
        assertThat(findings)
                .contains(Finding.warning(
                        "cli:codex",
                        "The program codex did not answer within 1 s.",
                        "Run `codex --version` and look at what it waits for."));
    }

    @Test
    void shouldWarnOfAVersionThatIsOlderThanTheTestedOne() {
        // Given
        service.answer("GET /api/providers", 200, READY.formatted("0.99.0", "0.99.0"));

        // When
        var findings = ofService(false);

        // Then
        assertThat(findings)
                .contains(Finding.warning(
                        "cli:codex",
                        "Codex 0.99.0 is ready. It is older than 0.169.0, the version that Yardmaster is tested with.",
                        "Install Codex with: npm install -g @openai/codex"));
    }

    @Test
    void shouldReportWhatTheServiceKnows() {
        // Given
        service.answer("GET /api/providers", 200, """
                {'items': [
                  {'id': 'codex', 'executables': [
                    {'name': 'codex', 'path': 'codex', 'health': {'state': 'broken', 'message': 'It fails. Install it again.'}},
                    {'name': 'second', 'path': '/opt/codex', 'health': {'state': 'ready', 'version': '0.169.0',
                      'message': 'Codex 0.169.0 is ready.', 'warnings': ['Warning: The alias is wrong. Change it.']}}]},
                  {'id': 'own', 'executables': [{'name': 'own', 'path': 'own-agent'}]}]}
                """);

        // When
        var findings = ofService(false);

        // Then
        assertThat(findings)
                .containsExactly(
                        Finding.warning("cli:codex", "It fails.", "Install it again."),
                        Finding.ok("cli:second", "Codex 0.169.0 is ready. Yardmaster is tested with 0.169.0."),
                        Finding.warning("cli:second", "The alias is wrong.", "Change it."),
                        Finding.warning(
                                "cli:own", "The service has not checked own-agent yet.", "yardmaster doctor --verify"),
                        Finding.ok("providers", "1 CLI is ready."));
    }

    @Test
    void shouldLetTheServiceCheckAgain() {
        // Given
        service.answer("GET /api/providers", 200, READY.formatted("0.99.0", "0.99.0"));
        service.answer("POST /api/providers/codex/verify", 200, """
                {'items': [{'name': 'codex', 'path': 'codex', 'health': {'state': 'signed-out', 'version': '0.169.0',
                  'message': 'Codex is not signed in. Sign in.'}}]}
                """);

        // When
        var findings = ofService(true);

        // Then
        assertThat(findings).contains(Finding.warning("cli:codex", "Codex is not signed in.", "Sign in."));
    }

    @Test
    void shouldReportThatTheTokenMayNotVerify() {
        // Given
        service.answer("GET /api/providers", 200, READY.formatted("0.169.0", "0.169.0"));
        service.answer(
                "POST /api/providers/codex/verify",
                403,
                "{'detail': 'This requires the role operator. Use another token.'}");

        // When
        var findings = ofService(true);

        // Then
        assertThat(findings)
                .contains(Finding.warning("cli:codex", "This requires the role operator.", "Use another token."));
    }

    private List<Finding> local(Map<String, String> environment, Duration limit) throws InterruptedException {
        return run(
                Service.absent(),
                new LocalClis(new ConfigurationCheck(environment, directory), environment, limit),
                false);
    }

    private List<Finding> ofService(boolean verify) {
        var environment = programs.environment();
        var local = new LocalClis(new ConfigurationCheck(environment, directory), environment, LONG);
        try {
            return run(service.service(), local, verify);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Finding> run(Service service, LocalClis local, boolean verify) throws InterruptedException {
        return new ProvidersCheck(service, new ServiceClis(LONG, verify), local).run();
    }
}
