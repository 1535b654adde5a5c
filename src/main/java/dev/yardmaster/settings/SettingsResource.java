package dev.yardmaster.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The HTTP routes of the settings: one flat object. */
@Path("/api/settings")
class SettingsResource {
    private final Settings settings;

    SettingsResource(Settings settings) {
        this.settings = settings;
    }

    @GET
    @Operation(summary = "The settings of the workspace", description = "Settings without a value are left out.")
    public Uni<SettingsSpec> get() {
        return settings.spec();
    }

    @PATCH
    @Operation(
            summary = "Changes settings",
            description = "A JSON merge patch: the named settings change, and null removes a setting.")
    public Uni<SettingsSpec> change(
            @NotNull(message = "is missing: send the settings to change as a JSON object") ObjectNode body) {
        return settings.change(body);
    }
}
