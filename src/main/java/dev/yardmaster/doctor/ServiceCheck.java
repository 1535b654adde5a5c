package dev.yardmaster.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Whether the service answers, its version, its readiness, its clock, and what the token allows. */
record ServiceCheck(Installation installation, Service service) implements Check {
    @Override
    public String name() {
        return "service";
    }

    @Override
    public List<Finding> run() throws InterruptedException {
        return switch (service.contact()) {
            case Service.Absent _ ->
                List.of(Finding.warning(
                        name(),
                        "No service runs on the home " + installation.home() + ".",
                        installation.startCommand()));
            case Service.Silent silent -> List.of(Finding.of(name(), State.FAILED, silent.message()));
            case Service.Answering answering -> findings(answering);
        };
    }

    private List<Finding> findings(Service.Answering service) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                name(),
                "The service answers at " + service.client().target().address() + " (from "
                        + service.client().target().source() + ")."));
        findings.add(version(service.client()));
        findings.add(ready(service.health()));
        service.caller()
                .ifPresentOrElse(
                        caller -> findings.addAll(caller(caller)),
                        () -> findings.add(Finding.of("token", State.FAILED, service.refusal())));
        return findings;
    }

    private Finding version(ApiClient client) throws InterruptedException {
        try {
            String there = client.send(Call.get("/q/openapi").with("format", "json"))
                    .path("info")
                    .path("version")
                    .asText();
            return version(there);
        } catch (ClientException e) {
            return Finding.of("version", State.WARNING, e.getMessage());
        }
    }

    private Finding version(String there) {
        String here = installation.version();
        return here.isEmpty() || here.equals(there)
                ? Finding.ok("version", "The service has the version " + there + ".")
                : Finding.warning(
                        "version",
                        "The service has the version " + there + ", and this program " + here + ".",
                        "Restart the service with this program, or use the program of the service.");
    }

    private static Finding ready(JsonNode health) {
        if (health.path("status").asText().equals("UP")) {
            return Finding.ok("ready", "The service is ready.");
        }
        List<String> down = StreamSupport.stream(health.path("checks").spliterator(), false)
                .filter(check -> !check.path("status").asText().equals("UP"))
                .map(check ->
                        check.path("name").asText() + reason(check.path("data").path("reason")))
                .toList();
        return Finding.failed(
                "ready", "The service is not ready: " + String.join("; ", down), "Look at the log of the service.");
    }

    private static String reason(JsonNode reason) {
        return reason.isTextual() ? " (" + reason.asText() + ")" : "";
    }

    private static List<Finding> caller(JsonNode caller) {
        return List.of(
                Clocks.finding(
                        "service-clock",
                        "the service",
                        Instant.parse(caller.path("time").asText())),
                Finding.ok(
                        "token",
                        "The token '" + caller.path("name").asText() + "' is accepted and has the role "
                                + caller.path("role").asText() + "."));
    }
}
