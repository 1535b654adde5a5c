package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import java.util.Map;

/** Merges our configuration for OpenCode into the one that an executable sets in {@value OpenCodeEnvironment#CONFIG}. */
final class OpenCodeConfig {
    private OpenCodeConfig() {}

    /**
     * The value of the variable. Our values override the executable's; arrays are concatenated.
     *
     * @param environment the other variables of the child
     * @throws YardmasterException with {@code LAUNCH_FAILED} if the executable's value is not a JSON object
     */
    static String merged(Map<String, String> environment, Executable executable, ObjectNode ours) {
        String own = environment.getOrDefault(OpenCodeEnvironment.CONFIG, "{}");
        if (Json.parse(own) instanceof ObjectNode config) {
            return merge(config, ours).toString();
        }
        throw new YardmasterException(
                ErrorCode.LAUNCH_FAILED,
                "The variable " + OpenCodeEnvironment.CONFIG + " of the executable '" + executable.name()
                        + "' is not a JSON object. Correct it.");
    }

    private static ObjectNode merge(ObjectNode base, ObjectNode over) {
        over.properties().forEach(field -> {
            JsonNode existing = base.path(field.getKey());
            if (existing instanceof ObjectNode both && field.getValue() instanceof ObjectNode more) {
                merge(both, more);
            } else if (existing.isArray() && field.getValue().isArray()) {
                field.getValue().forEach(base.withArray(field.getKey())::add);
            } else {
                base.set(field.getKey(), field.getValue());
            }
        });
        return base;
    }
}
