package dev.yardmaster.openapi;

import dev.yardmaster.testkit.LocalService;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The operations in the OpenAPI document of the service under test. */
final class ApiOperations {
    static final String UNKNOWN_ID = "00000000-0000-7000-8000-000000000000";

    private ApiOperations() {}

    /**
     * One operation.
     *
     * @param method in upper case
     * @param path with variables in braces
     */
    record ApiOperation(String method, String path, JsonObject json) {
        String id() {
            return String.valueOf(json.getString("operationId"));
        }

        /** The path with an id of nothing in place of each variable. */
        String target() {
            return path.replaceAll("\\{[^}]*}", UNKNOWN_ID);
        }

        boolean hasBody() {
            return json.containsKey("requestBody");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static JsonObject document() {
        return new JsonObject(LocalService.api().get("/q/openapi?format=json").body());
    }

    static List<ApiOperation> all() {
        return document().getJsonObject("paths").stream()
                .filter(path -> path.getKey().startsWith("/api/"))
                .flatMap(path -> ((JsonObject) path.getValue())
                        .stream()
                                .map(method -> new ApiOperation(
                                        method.getKey().toUpperCase(Locale.ROOT), path.getKey(), (JsonObject)
                                                method.getValue())))
                .toList();
    }
}
