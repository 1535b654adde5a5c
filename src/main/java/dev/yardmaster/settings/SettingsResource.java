package dev.yardmaster.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP routes of the settings. */
@Tag(name = "settings")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/settings")
class SettingsResource implements RecordedThing {
    private final Settings settings;
    private final String preset;

    SettingsResource(Settings settings, Providers providers) {
        this.settings = settings;
        this.preset = providers.preset().id().value();
    }

    @Override
    public String collection() {
        return "settings";
    }

    @Override
    public Uni<?> shown(String key) {
        return get();
    }

    @GET
    @Operation(
            operationId = "getSettings",
            summary = "Shows the settings of the workspace.",
            description = "All settings with their values and their defaults, and the names of those that are set.")
    public Uni<SettingsView> get() {
        return settings.spec().map(this::view);
    }

    @PATCH
    @Operation(
            operationId = "changeSettings",
            summary = "Changes settings of the workspace.",
            description = "A JSON merge patch: the named settings change, and null removes a setting.")
    public Uni<SettingsView> change(
            @RequestBody(content = @Content(schema = @Schema(implementation = SettingsSpec.class)))
                    @NotNull(message = "is missing: send the settings to change as a JSON object")
                    ObjectNode body) {
        return settings.change(body).map(this::view);
    }

    private SettingsView view(SettingsSpec spec) {
        return SettingsView.of(spec, preset);
    }
}
