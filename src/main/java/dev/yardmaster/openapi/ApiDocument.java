package dev.yardmaster.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.info.Info;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to the document what holds for all routes, and the routes without a resource class. Runs when the service is built. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private static final String TOKEN = "token";
    private static final String COOKIE = "cookie";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Info info = document.getInfo() == null ? OASFactory.createInfo() : document.getInfo();
        document.info(info.description("""
                Runs a crew of coding agents over several CLI providers. Times are ISO 8601 texts such as 2026-01-31T12:00:00Z, and \
                durations such as PT10M. Every error is a problem of RFC 9457 with a 'code' for programs. Lists come in pages: pass \
                'next' of a page as 'after' to get the following page."""));
        document.getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "A token of /api/tokens, a token of the OpenID issuer if one is configured, or the first admin"
                                                + " token, which is in the file admin-token in the home of the service. Each operation names the role that the token needs."));
        document.getComponents()
                .addSecurityScheme(
                        COOKIE,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("yardmaster-login")
                                .description(
                                        "The cookie of /api/login; behind TLS its name begins with __Host-. Changing requests must also"
                                                + " have the header 'X-Yardmaster: 1'."));
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(COOKIE));
        Feeds.addTo(document);
        IdempotencyKeys.addTo(document);
        Bodies.complete(document);
        Parameters.describe(document);
        Responses.complete(document);
        RequiredRoles.addTo(document);
    }
}
