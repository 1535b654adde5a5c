package dev.yardmaster.permission;

import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.page.Page;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Adds, shows and removes permission rules over HTTP. */
@Tag(name = "permission rules")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/permission-rules")
class PermissionRuleResource implements RecordedThing {
    private final PermissionRuleRepository repository;

    PermissionRuleResource(PermissionRuleRepository repository) {
        this.repository = repository;
    }

    @Override
    public String collection() {
        return "permission-rules";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(UUID.fromString(key));
    }

    @GET
    @Operation(operationId = "listPermissionRules", summary = "Lists the permission rules, the oldest first.")
    public Uni<Page<StoredRule, UUID>> list(
            @BeanParam RuleFilter filter, @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return repository.list(filter, limit).map(items -> Page.of(items, limit, StoredRule::id));
    }

    @POST
    @Operation(
            operationId = "addPermissionRule",
            summary = "Adds a rule that allows, asks for or denies uses of tools.",
            description = "If the same rule exists, it is returned. In sessions that run already the rule applies if"
                    + " their agent has the permissions 'ask' or had a rule that asks or denies when they started.")
    public Uni<RestResponse<StoredRule>> add(
            @NotNull(message = "is missing: send {\"effect\": …, \"command\": …}") @Valid RuleSpec body,
            @Context RoutingContext request) {
        PermissionRule rule = body.rule(NewIds.of(request).first());
        return owner("project", body.project())
                .chain(project ->
                        owner("agent", body.agent()).map(agent -> new NewRule(rule, project, agent, body.session())))
                .call(added -> requireSession(added.session()))
                .chain(added -> repository.add(added, Caller.nameOf(request)))
                .map(stored -> RestResponse.ResponseBuilder.<StoredRule>created(
                                URI.create("/api/permission-rules/" + stored.id()))
                        .entity(stored)
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getPermissionRule", summary = "Shows a permission rule.")
    public Uni<StoredRule> get(@PathParam("id") UUID id) {
        return repository.find(id).map(found -> found.orElseThrow(() -> NotFound.PERMISSION_RULE.of(id)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "removePermissionRule", summary = "Removes a permission rule.")
    public Uni<Void> remove(@PathParam("id") UUID id) {
        return repository
                .remove(id)
                .invoke(found -> {
                    if (!found) {
                        throw NotFound.PERMISSION_RULE.of(id);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Optional<UUID>> owner(String table, Optional<String> idOrName) {
        return idOrName.map(it -> repository.idOf(table, it).invoke(found -> {
                    if (found.isEmpty()) {
                        throw YardmasterException.ofField(
                                ErrorCode.INVALID_REQUEST,
                                table,
                                "must be the id or name of an existing " + table + ", and is '" + it + "'");
                    }
                }))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Void> requireSession(Optional<UUID> session) {
        return session.map(id -> repository
                        .hasSession(id)
                        .invoke(exists -> {
                            if (!exists) {
                                throw YardmasterException.ofField(
                                        ErrorCode.INVALID_REQUEST,
                                        "session",
                                        "must be the id of an existing session, and is '" + id + "'");
                            }
                        })
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
