package dev.yardmaster.executable;

import dev.yardmaster.executable.ProviderView.ExecutableView;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The providers over HTTP: what they can do, whether their executables can be used, and their models. */
@Path("/api/providers")
class ProviderResource {
    private final ProviderCatalog roster;
    private final HealthChecks health;
    private final ModelCatalogue models;

    ProviderResource(ProviderCatalog roster, HealthChecks health, ModelCatalogue models) {
        this.roster = roster;
        this.health = health;
        this.models = models;
    }

    /** All providers by id; there are few. */
    record ProviderList(List<ProviderView> items) {}

    /** Some executables of a provider. */
    record ExecutableList(List<ExecutableView> items) {}

    @GET
    public ProviderList list() {
        return new ProviderList(roster.providers().stream().map(this::view).toList());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A provider", description = "By its id, or another word for it, such as its runtime.")
    public ProviderView get(@PathParam("id") String id) {
        return view(roster.provider(id));
    }

    @GET
    @Path("/{id}/models")
    @Operation(summary = "The models that an executable of the provider offers", description = """
                    By default those of its default executable. An executable that can't be asked is no error: the answer has the
                    models of before, if any, and a 'problem'.
                    """)
    public Uni<ModelList> models(@PathParam("id") String id, @QueryParam("executable") Optional<String> executable) {
        AgentProvider provider = roster.provider(id);
        Executable asked = executable
                .map(name -> roster.executable(provider, name))
                .orElseGet(() -> roster.executables(provider).getFirst());
        return Uni.createFrom().completionStage(models.models(asked));
    }

    @POST
    @Path("/{id}/verify")
    @Operation(summary = "Checks executables of the provider now", description = "By default all of them.")
    public Uni<ExecutableList> verify(
            @PathParam("id") String id, @QueryParam("executable") Optional<String> executable) {
        AgentProvider provider = roster.provider(id);
        List<Uni<ExecutableView>> checks = executable
                .map(name -> List.of(roster.executable(provider, name)))
                .orElseGet(() -> roster.executables(provider))
                .stream()
                .map(this::verified)
                .toList();
        return Uni.join().all(checks).andFailFast().map(ExecutableList::new);
    }

    private Uni<ExecutableView> verified(Executable executable) {
        return Uni.createFrom()
                .completionStage(() -> health.verify(executable))
                .map(verdict -> view(executable, Optional.of(verdict)));
    }

    private ProviderView view(AgentProvider provider) {
        return new ProviderView(
                provider.id(),
                provider.runtime(),
                provider.displayName(),
                provider.aliases(),
                provider.capabilities(),
                provider.dialects(),
                roster.aliases(provider),
                provider.installHint(),
                roster.executables(provider).stream()
                        .map(executable -> view(executable, health.latest(executable)))
                        .toList());
    }

    private static ExecutableView view(Executable executable, Optional<HealthResult> verdict) {
        return new ExecutableView(executable.name(), executable.path(), verdict);
    }
}
