package dev.yardmaster.executable;

import dev.yardmaster.executable.ProviderView.ExecutableView;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP routes of providers: their capabilities, the health of their executables, and their models. */
@Tag(name = "providers")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/providers")
class ProviderResource {
    private final ProviderCatalog catalog;
    private final HealthChecks health;
    private final ModelCache models;

    ProviderResource(ProviderCatalog catalog, HealthChecks health, ModelCache models) {
        this.catalog = catalog;
        this.health = health;
        this.models = models;
    }

    /** All providers, by id. */
    record ProviderList(List<ProviderView> items) {}

    /** Executables of one provider. */
    record ExecutableList(List<ExecutableView> items) {}

    @GET
    @Operation(operationId = "listProviders", summary = "Lists the providers by id.")
    public ProviderList list() {
        return new ProviderList(catalog.providers().stream().map(this::view).toList());
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getProvider",
            summary = "Shows a provider.",
            description = "By its id, its runtime or another alias.")
    public ProviderView get(@PathParam("id") String id) {
        return view(catalog.provider(id));
    }

    @GET
    @Path("/{id}/models")
    @Operation(
            operationId = "listModels",
            summary = "Lists the models of an executable of a provider.",
            description = """
                    By default of its default executable. If the executable cannot list its models, the response has the models of
                    the last successful listing, if any, and a 'problem'.
                    """)
    public Uni<ModelList> models(@PathParam("id") String id, @QueryParam("executable") Optional<String> executable) {
        AgentProvider provider = catalog.provider(id);
        Executable selected = executable
                .map(name -> catalog.executable(provider, name))
                .orElseGet(() -> catalog.executables(provider).getFirst());
        return Uni.createFrom().completionStage(models.of(selected));
    }

    @POST
    @Path("/{id}/verify")
    @Operation(
            operationId = "verifyProvider",
            summary = "Checks the executables of a provider now.",
            description = "By default all executables of the provider.")
    public Uni<ExecutableList> verify(
            @PathParam("id") String id, @QueryParam("executable") Optional<String> executable) {
        AgentProvider provider = catalog.provider(id);
        List<Uni<ExecutableView>> checks = executable
                .map(name -> List.of(catalog.executable(provider, name)))
                .orElseGet(() -> catalog.executables(provider))
                .stream()
                .map(this::verified)
                .toList();
        return Uni.join().all(checks).andFailFast().map(ExecutableList::new);
    }

    private Uni<ExecutableView> verified(Executable executable) {
        return Uni.createFrom()
                .completionStage(() -> health.verify(executable))
                .map(result -> view(executable, Optional.of(result)));
    }

    private ProviderView view(AgentProvider provider) {
        return new ProviderView(
                provider.id(),
                provider.runtime(),
                provider.displayName(),
                provider.aliases(),
                provider.capabilities(),
                provider.dialects(),
                catalog.aliases(provider),
                provider.installHint(),
                catalog.executables(provider).stream()
                        .map(executable -> view(executable, health.latest(executable)))
                        .toList());
    }

    private static ExecutableView view(Executable executable, Optional<HealthResult> result) {
        return new ExecutableView(executable.name(), executable.path(), result);
    }
}
