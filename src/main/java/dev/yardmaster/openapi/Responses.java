package dev.yardmaster.openapi;

import dev.yardmaster.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** The status codes of the responses: 201 for what adds something, 204 for what returns nothing, and a problem for every error. */
final class Responses {
    private static final String OK = "200";
    private static final String CREATED = "201";
    private static final String NO_CONTENT = "204";
    private static final Set<String> ADDING = Set.of(
            "registerAgent",
            "startSession",
            "addTask",
            "addPlan",
            "addPool",
            "addProject",
            "reportLimit",
            "createToken");
    private static final Set<String> ADDING_OR_REPLACING = Set.of("putExecutable");

    private static final Map<String, String> ERRORS = Map.ofEntries(
            Map.entry("400", "The request is not valid."),
            Map.entry("401", "The token is missing, wrong, expired or revoked."),
            Map.entry("403", "The role of the token, the host or the origin does not allow this."),
            Map.entry("404", "What the URL names does not exist."),
            Map.entry("406", "None of the accepted media types is available."),
            Map.entry(
                    "409",
                    "The current state does not allow this, or a request with the same Idempotency-Key is still running."),
            Map.entry("413", "The body is too large."),
            Map.entry("415", "The media type of the body is not supported."),
            Map.entry(
                    "422",
                    "Something that the body names does not exist, or the Idempotency-Key belongs to another request."),
            Map.entry("default", "Another error. Its 'code' names the kind, and its 'detail' explains what to do."));

    private Responses() {}

    static void complete(OpenAPI document) {
        document.getComponents().addSchema("Problem", problem()).addSchema("FieldError", fieldError());
        ERRORS.forEach((status, text) -> document.getComponents().addResponse(name(status), error(text)));
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        APIResponses responses = operation.getResponses();
        String id = String.valueOf(operation.getOperationId());
        if (ADDING.contains(id)) {
            APIResponse success = success(responses);
            responses.removeAPIResponse(OK);
            responses.addAPIResponse(CREATED, created(success));
        } else if (ADDING_OR_REPLACING.contains(id)) {
            responses.addAPIResponse(CREATED, created(success(responses)));
        } else if (responses.hasAPIResponse(CREATED)) {
            // The default of a POST that returns nothing.
            responses.removeAPIResponse(CREATED);
            responses.addAPIResponse(NO_CONTENT, OASFactory.createAPIResponse().description("Done."));
        }
        errors(path, method, operation)
                .forEach(status -> responses.addAPIResponse(
                        status, OASFactory.createAPIResponse().ref("#/components/responses/" + name(status))));
    }

    private static Set<String> errors(String path, HttpMethod method, Operation operation) {
        Set<String> errors = new TreeSet<>(List.of("400", "401", "403", "406", "default"));
        if (path.contains("{") || method == HttpMethod.GET) {
            errors.add("404");
        }
        if (method != HttpMethod.GET) {
            errors.add("409");
        }
        if (method == HttpMethod.POST) {
            errors.add("422");
        }
        if (operation.getRequestBody() != null) {
            errors.addAll(List.of("413", "415", "422"));
        }
        return errors;
    }

    private static APIResponse success(APIResponses responses) {
        return responses.hasAPIResponse(OK) ? responses.getAPIResponse(OK) : responses.getAPIResponse(CREATED);
    }

    private static APIResponse created(APIResponse ok) {
        return OASFactory.createAPIResponse()
                .description("Added.")
                .content(ok.getContent())
                .addHeader(
                        "Location",
                        OASFactory.createHeader()
                                .description("The path of what was added.")
                                .schema(type(SchemaType.STRING)));
    }

    private static APIResponse error(String text) {
        return OASFactory.createAPIResponse()
                .description(text)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
    }

    private static Schema problem() {
        return type(SchemaType.OBJECT)
                .description("An error, as in RFC 9457.")
                .addProperty("type", type(SchemaType.STRING).description("A URN that contains the code."))
                .addProperty(
                        "title", type(SchemaType.STRING).description("A summary, the same for all errors of the code."))
                .addProperty("status", type(SchemaType.INTEGER).format("int32"))
                .addProperty("detail", type(SchemaType.STRING).description("What is wrong, where, and what to do."))
                .addProperty("code", type(SchemaType.STRING).description("The kind of the error, for programs."))
                .addProperty(
                        "errors",
                        type(SchemaType.ARRAY)
                                .items(OASFactory.createSchema().ref("#/components/schemas/FieldError"))
                                .description("The errors of single fields; missing if there are none."))
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    private static Schema fieldError() {
        return type(SchemaType.OBJECT)
                .description("What is wrong with one field or parameter.")
                .addProperty("field", type(SchemaType.STRING))
                .addProperty("detail", type(SchemaType.STRING))
                .required(List.of("field", "detail"));
    }

    private static String name(String status) {
        return status.equals("default") ? "Error" : "Error" + status;
    }

    private static Schema type(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }
}
