package dev.yardmaster.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Whether the providers list the models that the settings and the pools name. */
record ModelsCheck(Service service) implements Check {
    @Override
    public String name() {
        return "models";
    }

    @Override
    public List<Finding> run() throws InterruptedException {
        var api = service.api();
        if (api.isEmpty()) {
            return List.of();
        }
        try {
            List<Finding> findings = new ArrayList<>();
            for (Map.Entry<String, Set<String>> named : named(api.get()).entrySet()) {
                findings.addAll(findings(api.get(), named.getKey(), named.getValue()));
            }
            return findings;
        } catch (ClientException e) {
            return List.of(Finding.of(name(), State.WARNING, e.getMessage()));
        }
    }

    /** The named models by the id of their provider. */
    private static Map<String, Set<String>> named(ApiClient api) throws InterruptedException {
        Map<String, Set<String>> named = new TreeMap<>();
        api.send(Call.get("/api/settings"))
                .at("/values/defaultModels")
                .properties()
                .forEach(model -> add(named, model.getKey(), model.getValue()));
        api.send(Call.get("/api/pools").with("limit", "1000"))
                .path("items")
                .forEach(pool -> pool.path("entries")
                        .forEach(entry -> add(named, entry.path("provider").asText(), entry.path("model"))));
        return named;
    }

    private static void add(Map<String, Set<String>> named, String provider, JsonNode model) {
        if (!provider.isEmpty() && model.isTextual()) {
            named.computeIfAbsent(provider, _ -> new TreeSet<>()).add(model.asText());
        }
    }

    private List<Finding> findings(ApiClient api, String provider, Set<String> names) throws InterruptedException {
        JsonNode list = api.send(Call.get("/api/providers/" + Call.encoded(provider) + "/models"));
        if (list.path("problem").isTextual()) {
            return List.of(
                    Finding.of(name(), State.WARNING, list.path("problem").asText()));
        }
        List<Finding> missing = names.stream()
                .filter(name -> !isListed(list, name))
                .map(name -> missing(list, provider, name))
                .toList();
        return missing.isEmpty()
                ? List.of(Finding.ok(
                        name(),
                        "The models of " + provider + " that settings and pools name exist: " + String.join(", ", names)
                                + "."))
                : missing;
    }

    /** A provider that lists no models accepts any name. */
    private static boolean isListed(JsonNode list, String name) {
        String model = meaning(list, name);
        return list.path("models").isEmpty()
                || StreamSupport.stream(list.path("models").spliterator(), false)
                        .anyMatch(listed -> listed.path("id").asText().equals(model)
                                || listed.path("resolvesTo").asText().equals(model));
    }

    private Finding missing(JsonNode list, String provider, String name) {
        String model = meaning(list, name);
        return Finding.warning(
                name(),
                "The settings or a pool name the model '" + name + "'"
                        + (model.equals(name) ? "" : " ('" + model + "')") + ", which " + provider + " does not list.",
                "Name one of the models of `yardmaster provider models " + provider
                        + "`, or change the alias with yardmaster.model-aliases.");
    }

    private static String meaning(JsonNode list, String name) {
        return list.path("aliases").path(name).asText(name);
    }
}
