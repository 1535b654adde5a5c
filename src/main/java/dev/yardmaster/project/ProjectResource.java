package dev.yardmaster.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The HTTP routes of projects. */
@Tag(name = "projects")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/projects")
class ProjectResource implements RecordedThing {
    private final Projects projects;

    ProjectResource(Projects projects) {
        this.projects = projects;
    }

    @Override
    public String collection() {
        return "projects";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(key);
    }

    @GET
    @Operation(operationId = "listProjects", summary = "Lists the projects by name.")
    public Uni<Page<Project, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return projects.list(after, limit).map(items -> Page.of(items, limit, Project::name));
    }

    @POST
    @Operation(operationId = "addProject", summary = "Adds a project.")
    public Uni<RestResponse<Project>> add(
            @NotNull(message = "is missing: send the project as JSON") @Valid ProjectSpec body,
            @Context RoutingContext request) {
        body.programs().forEach(field -> requireAdmin(request, field));
        return projects.add(NewIds.of(request).first(), body)
                .map(project -> RestResponse.ResponseBuilder.<Project>created(
                                URI.create("/api/projects/" + project.id()))
                        .entity(project)
                        .build());
    }

    @GET
    @Path("/{project}")
    @Operation(operationId = "getProject", summary = "Shows a project.")
    public Uni<Project> get(@PathParam("project") String project) {
        return projects.get(project);
    }

    /** A JSON merge patch: the named fields change, and null resets a field to its default. */
    @PATCH
    @Path("/{project}")
    @Operation(operationId = "changeProject", summary = "Changes fields of a project.")
    public Uni<Project> change(
            @PathParam("project") String project,
            @NotNull(message = "is missing: send the fields to change as a JSON object") ObjectNode body,
            @Context RoutingContext request) {
        ProjectSpec.PROGRAMS.stream().filter(body::has).forEach(field -> requireAdmin(request, field));
        return projects.change(project, body);
    }

    @DELETE
    @Path("/{project}")
    @Operation(operationId = "removeProject", summary = "Removes a project that is not in use.")
    public Uni<Void> remove(@PathParam("project") String project) {
        return projects.remove(project);
    }

    private static void requireAdmin(RoutingContext request, String field) {
        Caller.require(AccessRole.ADMIN, request, "'" + field + "' names programs to run");
    }
}
