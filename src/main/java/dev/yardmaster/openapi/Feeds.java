package dev.yardmaster.openapi;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** The event streams. They are plain Vert.x routes, so no resource class describes them. */
final class Feeds {
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String JSON = "application/json";

    private Feeds() {}

    static void addTo(OpenAPI document) {
        document.getComponents()
                .addSchema("Event", event())
                .addSchema("EventPage", eventPage())
                .addSchema("Change", change());
        document.getPaths()
                .addPathItem("/api/changes", OASFactory.createPathItem().GET(changes()))
                .addPathItem(
                        "/api/events",
                        OASFactory.createPathItem().GET(feed("followEvents", "Streams the events of all agents.")))
                .addPathItem(
                        "/api/agents/{agent}/events",
                        OASFactory.createPathItem()
                                .GET(feed(
                                                "followAgentEvents",
                                                "Streams the events of an agent, from session to session.")
                                        .addParameter(agent())));
        complete(document.getPaths().getPathItem("/api/sessions/{id}/events").getGET());
        completeActivity(document.getPaths().getPathItem("/api/activity").getGET());
    }

    private static Operation feed(String id, String summary) {
        return OASFactory.createOperation()
                .operationId(id)
                .summary(summary)
                .description("Each event has an opaque 'id'. The stream starts after the cursor in 'Last-Event-ID' or"
                        + " 'after', else with the next event, and it does not end.")
                .addTag("events")
                .addParameter(after())
                .addParameter(lastEventId())
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("200", response("The events.").content(content(EVENT_STREAM, stream()))));
    }

    private static Operation changes() {
        return OASFactory.createOperation()
                .operationId("followChanges")
                .summary("Streams which things have changed, so that a page need not poll.")
                .description("The stream starts with an event 'reset', unless it continues exactly after the cursor in"
                        + " 'Last-Event-ID' or 'after'. After a 'reset', which can come at any time, read"
                        + " everything that you show again. Each other event names a thing that has changed: read"
                        + " it again if you show it. The stream does not end.")
                .addTag("events")
                .addParameter(after())
                .addParameter(lastEventId())
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse(
                                "200", response("The changes.").content(content(EVENT_STREAM, changeStream()))));
    }

    /** The same URL offers the events of a session as a page and as a stream. */
    private static void complete(Operation events) {
        events.addParameter(lastEventId());
        events.getResponses()
                .addAPIResponse(
                        "200",
                        response("A page of events, or the stream.")
                                .content(content(JSON, ref("EventPage"))
                                        .addMediaType(EVENT_STREAM, mediaType(stream()))))
                .addAPIResponse(
                        "204", response("The session has ended, and the client has received all of its events."));
    }

    /** The same URL offers the activity as a page and as a stream. */
    private static void completeActivity(Operation activity) {
        activity.addParameter(lastEventId());
        activity.getResponses()
                .getAPIResponse("200")
                .getContent()
                .addMediaType(
                        EVENT_STREAM,
                        mediaType(type(SchemaType.STRING)
                                .description("Frames of server-sent events with 'id', 'event' ('activity' or"
                                        + " 'reset') and 'data' (an Entry as JSON; only the type for"
                                        + " 'reset').")));
    }

    private static Parameter agent() {
        return OASFactory.createParameter()
                .name("agent")
                .in(Parameter.In.PATH)
                .required(true)
                .schema(type(SchemaType.STRING));
    }

    private static Parameter after() {
        return OASFactory.createParameter()
                .name("after")
                .in(Parameter.In.QUERY)
                .description("The 'id' of the last event that the client has received.")
                .schema(type(SchemaType.STRING));
    }

    private static Parameter lastEventId() {
        return OASFactory.createParameter()
                .name("Last-Event-ID")
                .in(Parameter.In.HEADER)
                .description("The 'id' of the last event that the client has received; takes precedence over 'after'.")
                .schema(type(SchemaType.STRING));
    }

    private static Schema event() {
        return type(SchemaType.OBJECT)
                .description("An event of a session. The type determines the fields of 'data'.")
                .addProperty("seq", type(SchemaType.INTEGER).format("int64"))
                .addProperty("at", type(SchemaType.STRING).format("date-time"))
                .addProperty("session", type(SchemaType.STRING).format("uuid"))
                .addProperty("type", type(SchemaType.STRING))
                .addProperty("data", type(SchemaType.OBJECT).additionalPropertiesBoolean(true))
                .required(List.of("seq", "at", "session", "type", "data"));
    }

    private static Schema eventPage() {
        return type(SchemaType.OBJECT)
                .description("Events of a session in their order.")
                .addProperty("items", type(SchemaType.ARRAY).items(ref("Event")))
                .addProperty(
                        "next",
                        type(SchemaType.INTEGER)
                                .format("int64")
                                .description("The 'after' of the next page; missing if there are no more events now."))
                .required(List.of("items"));
    }

    private static Schema change() {
        return type(SchemaType.OBJECT)
                .description("A thing has changed.")
                .addProperty(
                        "type", type(SchemaType.STRING).description("The kind and '.changed', such as 'task.changed'."))
                .addProperty(
                        "kind",
                        type(SchemaType.STRING)
                                .description(
                                        "agent, budget, dispatcher, executable, limit, plan, pool, project, session,"
                                                + " settings or task."))
                .addProperty(
                        "id",
                        type(SchemaType.STRING)
                                .description("The id of the thing; the name or the kind of a thing that has no id."))
                .addProperty("name", type(SchemaType.STRING).description("Its name, if it is known."))
                .addProperty("state", type(SchemaType.STRING).description("Its new state, if it has one."))
                .addProperty(
                        "deleted", type(SchemaType.BOOLEAN).description("True if the thing does not exist any more."))
                .required(List.of("type", "kind", "id"));
    }

    private static Schema changeStream() {
        return type(SchemaType.STRING)
                .description(
                        "Frames of server-sent events with 'id', 'event' (the type) and 'data' (a Change as JSON; only"
                                + " the type for 'reset').");
    }

    private static Schema stream() {
        return type(SchemaType.STRING)
                .description(
                        "Frames of server-sent events with 'id', 'event' (the type) and 'data' (an Event as JSON).");
    }

    private static APIResponse response(String description) {
        return OASFactory.createAPIResponse().description(description);
    }

    private static Content content(String mediaType, Schema schema) {
        return OASFactory.createContent().addMediaType(mediaType, mediaType(schema));
    }

    private static MediaType mediaType(Schema schema) {
        return OASFactory.createMediaType().schema(schema);
    }

    private static Schema ref(String name) {
        return OASFactory.createSchema().ref("#/components/schemas/" + name);
    }

    private static Schema type(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }
}
