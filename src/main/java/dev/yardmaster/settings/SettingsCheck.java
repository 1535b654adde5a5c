package dev.yardmaster.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import java.util.List;
import java.util.function.Consumer;

/**
 * Refuses ids that are not known in a patch. Only what the patch names is looked at: an id that has become unknown since it was stored
 * is in nobody's way.
 */
record SettingsCheck(Providers providers, Executables executables) {
    /** The types must have been checked already. Throws, naming the key, the value and the ids that are known. */
    void check(ObjectNode patch) {
        checkText(patch, "defaultProvider", providers::provider);
        checkText(patch, "runtime", providers::ofRuntime);
        checkKeys(patch, "defaultModels");
        checkKeys(patch, "executablePaths");
        List<String> chain =
                patch.path("fallbackChain").valueStream().map(JsonNode::asText).toList();
        named("fallbackChain", String.join(", ", chain), () -> executables.checkChain(chain));
    }

    private void checkText(ObjectNode patch, String key, Consumer<String> check) {
        JsonNode value = patch.path(key);
        if (value.isTextual()) {
            named(key, value.textValue(), () -> check.accept(value.textValue()));
        }
    }

    private void checkKeys(ObjectNode patch, String key) {
        patch.path(key).properties().stream()
                .filter(entry -> !entry.getValue().isNull())
                .forEach(entry -> named(key, entry.getKey(), () -> providers.provider(entry.getKey())));
    }

    private static void named(String key, String value, Runnable check) {
        try {
            check.run();
        } catch (YardmasterException e) {
            throw e.in(key, value);
        }
    }
}
