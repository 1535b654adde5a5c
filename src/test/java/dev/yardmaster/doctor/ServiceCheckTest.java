package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.client.Target;
import dev.yardmaster.testkit.ClosedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceCheckTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Path HOME = Path.of("/srv/yard");

    private final FakeService fake = new FakeService();

    @AfterEach
    void stopService() {
        fake.close();
    }

    @Test
    void shouldFindAServiceThatIsReady() throws Exception {
        // When
        var findings = run("1.2.3", fake.service());

        // Then
        assertThat(findings)
                .contains(
                        Finding.ok("service", "The service answers at " + fake.address() + " (from --server)."),
                        Finding.ok("version", "The service has the version 1.2.3."),
                        Finding.ok("ready", "The service is ready."),
                        Finding.ok("token", "The token 'tests' is accepted and has the role operator."));
        assertThat(findings).extracting(Finding::check).contains("service-clock");
        assertThat(findings).extracting(Finding::state).containsOnly(State.OK);
    }

    @Test
    void shouldWarnOfAnotherVersion() throws Exception {
        // When
        var findings = run("1.3.0", fake.service());

        // Then
        assertThat(findings)
                .contains(Finding.warning(
                        "version",
                        "The service has the version 1.2.3, and this program 1.3.0.",
                        "Restart the service with this program, or use the program of the service."));
    }

    @Test
    void shouldNameThePartsThatAreNotReady() throws Exception {
        // Given
        fake.answer("GET /q/health/ready", 503, """
                {'status': 'DOWN', 'checks': [{'name': 'database', 'status': 'DOWN', 'data': {'reason': 'no route'}},
                  {'name': 'Event log', 'status': 'UP'}, {'name': 'replica', 'status': 'DOWN'}]}
                """);

        // When
        var findings = run("1.2.3", fake.service());

        // Then
        assertThat(findings)
                .contains(Finding.failed(
                        "ready",
                        "The service is not ready: database (no route); replica",
                        "Look at the log of the service."));
    }

    @Test
    void shouldWarnOfAClockThatDiffers() throws Exception {
        // Given
        fake.caller(Instant.now().plusSeconds(3600));

        // When
        var findings = run("1.2.3", fake.service());

        // Then
        assertThat(findings)
                .filteredOn(Finding::check, "service-clock")
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.state()).isEqualTo(State.WARNING);
                    assertThat(finding.detail())
                            .startsWith("The clock of the service is ")
                            .contains("ahead of");
                });
    }

    @Test
    void shouldReportATokenThatIsRefused() throws Exception {
        // Given
        fake.answer("GET /api/caller", 401, "{'detail': 'The token is unknown or revoked.'}");
        Service service = fake.service();

        // When
        var findings = run("1.2.3", service);

        // Then
        assertThat(findings)
                .contains(Finding.failed(
                        "token", "The token is unknown or revoked.", "Run `yardmaster login` to store another token."));
        assertThat(service.api()).isEmpty();
    }

    @Test
    void shouldNameTheCommandThatStartsAService() throws Exception {
        // When
        var findings = run("1.2.3", Service.absent());
        var byDefault = run("1.2.3", Service.at(closed("the default"), LONG));

        // Then
        assertThat(findings)
                .containsExactly(Finding.warning(
                        "service", "No service runs on the home /srv/yard.", "yardmaster start --home /srv/yard"));
        assertThat(byDefault).isEqualTo(findings);
    }

    @Test
    void shouldReportANamedServiceThatDoesNotAnswer() throws Exception {
        // When
        var findings = run("1.2.3", Service.at(closed("--server"), LONG));

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.FAILED);
            assertThat(finding.detail()).startsWith("No Yardmaster answers at").contains("(from --server)");
            assertThat(finding.fix()).hasValueSatisfying(fix -> assertThat(fix).contains("yardmaster start"));
        });
    }

    @Test
    void shouldReportAnotherProgramAtTheAddress() throws Exception {
        // Given
        fake.answer("GET /q/health/ready", 200, "<html>");

        // When
        var findings = run("1.2.3", fake.service());

        // Then
        assertThat(findings)
                .containsExactly(Finding.failed(
                        "service",
                        fake.address()
                                + " (from --server) answers with the HTTP status 200, but not as Yardmaster does.",
                        "Correct the address."));
    }

    @Test
    void shouldNotWaitForAServiceThatHangs() throws Exception {
        // Given
        try (var hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var target = target(hanging.getLocalPort(), "the home");

            // When
            var findings = run("1.2.3", Service.at(target, Duration.ofSeconds(1)));

            // Then
            assertThat(findings)
                    .containsExactly(Finding.failed(
                            "service",
                            target.address() + " (from the home) does not answer within 1 s.",
                            "Look at the log of the service."));
        }
    }

    private static Target closed(String source) throws IOException {
        return target(ClosedPort.number(), source);
    }

    private static Target target(int port, String source) {
        return new Target(URI.create("http://127.0.0.1:" + port), Optional.empty(), source);
    }

    private static List<Finding> run(String version, Service service) throws InterruptedException {
        return new ServiceCheck(new Installation(HOME, HOME, HOME, Map.of(), version), service).run();
    }
}
