package dev.yardmaster.openapi;

import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The bodies of requests whose Java types say less than they accept: merge patches and MCP servers. */
final class Bodies {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String MCP_SERVERS = "mcpServers";

    private Bodies() {}

    static void complete(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        document.getComponents().addSchema("McpServer", mcpServer());
        schemas.values().stream()
                .filter(schema -> schema.getProperties() != null && schema.getProperties().containsKey(MCP_SERVERS))
                .forEach(schema -> schema.addProperty(MCP_SERVERS, mcpServers()));
        document.getPaths().getPathItems().values().stream()
                .map(item -> item.getPATCH())
                .filter(Objects::nonNull)
                .forEach(patch -> describePatch(document, patch));
    }

    /** A merge patch has the fields of the value that it changes; all of them are optional, and null resets a field. */
    private static void describePatch(OpenAPI document, Operation patch) {
        MediaType body = patch.getRequestBody().getContent().getMediaTypes().values().iterator().next();
        String value = body.getSchema().getRef().substring(SCHEMAS.length());
        String name = value.replaceFirst("Spec$", "") + "Patch";
        document.getComponents().addSchema(name, patchOf(document.getComponents().getSchemas().get(value)));
        MediaType described = OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref(SCHEMAS + name));
        patch.getRequestBody()
                .description("A JSON merge patch (RFC 7396): the named fields change, and null resets a field to its default.")
                .required(true)
                .content(OASFactory.createContent()
                        .addMediaType("application/json", described)
                        .addMediaType("application/merge-patch+json", described));
    }

    private static Schema patchOf(Schema value) {
        Schema patch = OASFactory.createSchema().addType(SchemaType.OBJECT);
        value.getProperties().forEach(patch::addProperty);
        return patch;
    }

    private static Schema mcpServers() {
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("MCP servers by name.")
                .additionalPropertiesSchema(OASFactory.createSchema().ref(SCHEMAS + "McpServer"));
    }

    private static Schema mcpServer() {
        return type(SchemaType.OBJECT)
                .description("An MCP server: either a program ('command') or a server over HTTP ('url').")
                .addProperty("type", type(SchemaType.STRING).description("May be left out."))
                .addProperty("command", type(SchemaType.STRING))
                .addProperty("args", type(SchemaType.ARRAY).items(type(SchemaType.STRING)))
                .addProperty("env", texts())
                .addProperty("url", type(SchemaType.STRING))
                .addProperty("headers", texts());
    }

    private static Schema texts() {
        return type(SchemaType.OBJECT).additionalPropertiesSchema(type(SchemaType.STRING));
    }

    private static Schema type(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }
}
