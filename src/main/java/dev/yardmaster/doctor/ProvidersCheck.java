package dev.yardmaster.doctor;

import java.util.ArrayList;
import java.util.List;

/** The CLIs of all providers: as the service knows them, or without a service, as they are on this machine. */
record ProvidersCheck(Service service, ServiceClis ofService, LocalClis local) implements Check {
    @Override
    public String name() {
        return "providers";
    }

    @Override
    public List<Finding> run() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        var api = service.api();
        if (api.isPresent()) {
            ofService.find(api.get(), findings::add);
        } else {
            local.find(findings::add);
        }
        findings.add(summary(findings));
        return findings;
    }

    private Finding summary(List<Finding> findings) {
        long ready = findings.stream()
                .filter(finding -> finding.check().startsWith(Cli.PREFIX) && finding.state() == State.OK)
                .count();
        return ready > 0
                ? Finding.ok(name(), ready + (ready == 1 ? " CLI is ready." : " CLIs are ready."))
                : Finding.failed(
                        name(),
                        "No CLI is known to be ready, so sessions can't start.",
                        "Install one of them and sign in, as the lines above describe.");
    }
}
