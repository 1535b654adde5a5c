package dev.yardmaster.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.ProviderCli;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The CLI of an executable, as a health check found it.
 *
 * @param executable the name of the executable
 * @param path its program
 * @param cli what is known of its provider; empty for a provider that users declare
 */
record Cli(String executable, String path, Optional<ProviderCli> cli) {
    /** The beginning of the ids of all findings about CLIs. */
    static final String PREFIX = "cli:";

    String check() {
        return PREFIX + executable;
    }

    /** The finding for a CLI that does not answer in time. */
    Finding slow(String detail) {
        return Finding.warning(check(), detail, "Run `" + path + " --version` and look at what it waits for.");
    }

    /** The findings for the health in an answer of the service. */
    List<Finding> findings(JsonNode health) {
        if (health.isMissingNode()) {
            return List.of(Finding.warning(
                    check(), "The service has not checked " + path + " yet.", "yardmaster doctor --verify"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(finding(
                health.path("state").asText(),
                Optional.ofNullable(health.path("version").textValue()),
                health.path("message").asText()));
        health.path("warnings")
                .forEach(warning -> findings.add(
                        Finding.of(check(), State.WARNING, warning.asText().replaceFirst("^Warning: ", ""))));
        return findings;
    }

    /** The finding for a health that was checked without the service. */
    Finding finding(Health health) {
        return finding(health.state().value(), health.version(), health.message());
    }

    private Finding finding(String state, Optional<String> version, String message) {
        if (state.equals(Health.State.TIMED_OUT.value())) {
            return slow(Finding.of(check(), State.WARNING, message).detail());
        }
        if (!state.equals(Health.State.READY.value())) {
            return Finding.of(check(), State.WARNING, message);
        }
        Optional<ProviderCli> newer =
                cli.filter(known -> version.filter(it -> Versions.isOlder(it, known.testedVersion()))
                        .isPresent());
        return newer.map(known -> Finding.warning(
                        check(),
                        message + " It is older than " + known.testedVersion()
                                + ", the version that Yardmaster is tested with.",
                        known.installHint()))
                .orElseGet(() -> Finding.ok(check(), message + tested()));
    }

    private String tested() {
        return cli.map(known -> " Yardmaster is tested with " + known.testedVersion() + ".")
                .orElse("");
    }
}
