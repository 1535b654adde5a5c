package dev.yardmaster.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.provider.ProviderCli;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks the service for the health of its executables.
 *
 * @param limit how long the service may take for the CLIs of a provider
 * @param verify whether the service checks them again
 */
record ServiceClis(Duration limit, boolean verify) {
    void find(ApiClient api, Consumer<Finding> findings) throws InterruptedException {
        try {
            Map<String, ProviderCli> known = ProviderCli.all().stream()
                    .collect(Collectors.toMap(cli -> cli.id().value(), Function.identity()));
            List<OfProvider> providers = new ArrayList<>();
            api.send(Call.get("/api/providers")).path("items").forEach(provider -> {
                String id = provider.path("id").asText();
                providers.add(new OfProvider(api, provider, Optional.ofNullable(known.get(id)), verify));
            });
            new CheckRunner(limit).run(providers, findings);
        } catch (ClientException e) {
            findings.accept(Finding.of("providers", State.WARNING, e.getMessage()));
        }
    }

    private record OfProvider(ApiClient api, JsonNode provider, Optional<ProviderCli> cli, boolean verify)
            implements Check {
        @Override
        public String name() {
            return Cli.PREFIX + provider.path("id").asText();
        }

        @Override
        public List<Finding> run() throws InterruptedException {
            try {
                List<Finding> findings = new ArrayList<>();
                executables()
                        .forEach(executable -> findings.addAll(new Cli(
                                        executable.path("name").asText(),
                                        executable.path("path").asText(),
                                        cli)
                                .findings(executable.path("health"))));
                return findings;
            } catch (ClientException e) {
                return List.of(Finding.of(name(), State.WARNING, e.getMessage()));
            }
        }

        private JsonNode executables() throws InterruptedException {
            String id = provider.path("id").asText();
            return verify
                    ? api.send(Call.of("POST", "/api/providers/" + id + "/verify"))
                            .path("items")
                    : provider.path("executables");
        }
    }
}
