package dev.yardmaster.openapi;

import dev.yardmaster.access.RouteRoles;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** The header {@code Idempotency-Key} of every POST whose answer can be stored. */
final class IdempotencyKeys {
    private static final String TEXT =
            "A text that the client chooses, such as a random UUID. A repetition of the request with the same key gets the first answer"
                    + " again and changes nothing. Keys belong to the token and are kept for yardmaster.idempotency.keep.";
    private static final int LONGEST = 255;

    private IdempotencyKeys() {}

    static void addTo(OpenAPI document) {
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (item.getPOST() != null
                    && !RouteRoles.hasSecretAnswer(path)
                    && !RouteRoles.TRIGGER_WEBHOOK.path().equals(path)) {
                item.getPOST().addParameter(header());
            }
        });
    }

    private static Parameter header() {
        return OASFactory.createParameter()
                .name("Idempotency-Key")
                .in(Parameter.In.HEADER)
                .description(TEXT)
                .schema(OASFactory.createSchema()
                        .addType(SchemaType.STRING)
                        .minLength(1)
                        .maxLength(LONGEST));
    }
}
