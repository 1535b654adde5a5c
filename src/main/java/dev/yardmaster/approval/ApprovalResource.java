package dev.yardmaster.approval;

import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows and answers approvals over HTTP. */
@Tag(name = "approvals")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/approvals")
class ApprovalResource implements RecordedThing {
    private final Approvals approvals;
    private final ApprovalRepository repository;

    ApprovalResource(Approvals approvals, ApprovalRepository repository) {
        this.approvals = approvals;
        this.repository = repository;
    }

    @Override
    public String collection() {
        return "approvals";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(UUID.fromString(key));
    }

    @GET
    @Operation(
            operationId = "listApprovals",
            summary = "Lists what rules and people have decided on, and what waits for people.",
            description = "Filters can be combined. 'next' belongs to the order of its page.")
    public Uni<Page<Approval, String>> list(
            @BeanParam ApprovalFilter filter, @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return repository.list(filter, limit).map(items -> Page.of(items, limit, filter.order()::cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getApproval", summary = "Shows an approval.")
    public Uni<Approval> get(@PathParam("id") UUID id) {
        return approvals.get(id);
    }

    @POST
    @Path("/{id}/allow")
    @Operation(
            operationId = "allowApproval",
            summary = "Allows what an agent has asked for.",
            description = "With a scope, also adds a rule for the same requests in future.")
    public Uni<Approval> allow(
            @PathParam("id") UUID id, @Nullable @Valid AnswerSpec body, @Context RoutingContext request) {
        return approvals.allow(id, body == null ? AnswerSpec.ONCE : body, Caller.nameOf(request));
    }

    @POST
    @Path("/{id}/deny")
    @Operation(
            operationId = "denyApproval",
            summary = "Denies what an agent has asked for.",
            description = "The model gets the message. With a scope, also adds a rule for the same requests in future.")
    public Uni<Approval> deny(
            @PathParam("id") UUID id, @Nullable @Valid AnswerSpec body, @Context RoutingContext request) {
        return approvals.deny(id, body == null ? AnswerSpec.ONCE : body, Caller.nameOf(request));
    }
}
