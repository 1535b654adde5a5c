package dev.yardmaster.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rejects unknown ids in a patch. It checks the keys of the patch only, so a stored id whose provider or executable has disappeared does
 * not block changes of other settings.
 */
record SettingsCheck(Providers providers, Executables executables) {
    /** Checks a patch whose types are valid. Throws an error that names the key, its value and the known ids. */
    void check(ObjectNode patch) {
        checkText(patch, "defaultProvider", providers::provider);
        checkText(patch, "runtime", providers::ofRuntime);
        checkKeys(patch, "defaultModels");
        checkKeys(patch, "executablePaths");
        List<String> chain =
                patch.path("fallbackChain").valueStream().map(JsonNode::asText).toList();
        YardmasterException.checkField("fallbackChain", String.join(", ", chain), () -> executables.checkChain(chain));
    }

    private void checkText(ObjectNode patch, String key, Consumer<String> check) {
        JsonNode value = patch.path(key);
        if (value.isTextual()) {
            YardmasterException.checkField(key, value.textValue(), () -> check.accept(value.textValue()));
        }
    }

    private void checkKeys(ObjectNode patch, String key) {
        patch.path(key).properties().stream()
                .filter(entry -> !entry.getValue().isNull())
                .forEach(entry ->
                        YardmasterException.checkField(key, entry.getKey(), () -> providers.provider(entry.getKey())));
    }
}
