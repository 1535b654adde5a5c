package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import java.util.Map;

/** Our configuration of OpenCode on top of what an executable brings in {@value OpenCodeEnvironment#CONFIG}. */
final class OpenCodeConfig {
    private OpenCodeConfig() {}

    /**
     * The value of the variable; where both say something, ours counts. Lists are joined.
     *
     * @param environment what the child gets otherwise
     * @throws YardmasterException with {@code LAUNCH_FAILED} when the executable's own is no JSON object
     */
    static String over(Map<String, String> environment, Executable executable, ObjectNode ours) {
        String own = environment.getOrDefault(OpenCodeEnvironment.CONFIG, "{}");
        if (Json.parse(own) instanceof ObjectNode config) {
            return merge(config, ours).toString();
        }
        throw new YardmasterException(
                ErrorCode.LAUNCH_FAILED,
                "The variable " + OpenCodeEnvironment.CONFIG + " of the executable '" + executable.name()
                        + "' is no JSON object. Correct it.");
    }

    private static ObjectNode merge(ObjectNode base, ObjectNode over) {
        over.properties().forEach(field -> {
            JsonNode there = base.path(field.getKey());
            if (there instanceof ObjectNode both && field.getValue() instanceof ObjectNode more) {
                merge(both, more);
            } else if (there.isArray() && field.getValue().isArray()) {
                field.getValue().forEach(base.withArray(field.getKey())::add);
            } else {
                base.set(field.getKey(), field.getValue());
            }
        });
        return base;
    }
}
