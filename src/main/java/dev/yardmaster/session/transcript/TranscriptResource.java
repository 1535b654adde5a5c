package dev.yardmaster.session.transcript;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The transcript of a session, to read and to archive. */
@Tag(name = "sessions")
@Path("/api/sessions/{id}/transcript")
class TranscriptResource {
    private final Transcripts transcripts;

    TranscriptResource(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    @GET
    @Produces(TranscriptFormat.TEXT_MARKDOWN)
    @Operation(
            operationId = "getTranscript",
            summary = "Shows the messages, tool calls and errors of a session, up to its newest event.",
            description = """
                    As Markdown or HTML (messages, reasoning, tool calls and their results, errors), or as JSON lines (one event per line, as in
                    the stream of events, without 'message.delta'). Secrets that the service knows are '***'.
                    """)
    @APIResponse(
            responseCode = "200",
            description = "The transcript.",
            content = {
                @Content(mediaType = TranscriptFormat.TEXT_MARKDOWN, schema = @Schema(implementation = String.class)),
                @Content(mediaType = TranscriptFormat.TEXT_HTML, schema = @Schema(implementation = String.class)),
                @Content(mediaType = TranscriptFormat.NDJSON, schema = @Schema(implementation = String.class))
            })
    public Multi<String> markdown(
            @PathParam("id") UUID id,
            @Parameter(description = "markdown, html or jsonl; overrides the header Accept. By default markdown.")
                    @QueryParam("format")
                    Optional<String> format) {
        return transcripts.read(id, TranscriptFormat.MARKDOWN);
    }

    /** The description of {@link #markdown} covers this method too. */
    @GET
    @Produces(TranscriptFormat.TEXT_HTML)
    @Operation(hidden = true)
    public Multi<String> html(@PathParam("id") UUID id, @QueryParam("format") Optional<String> format) {
        return transcripts.read(id, TranscriptFormat.HTML);
    }

    /** The description of {@link #markdown} covers this method too. */
    @GET
    @Produces(TranscriptFormat.NDJSON)
    @Operation(hidden = true)
    public Multi<byte[]> lines(@PathParam("id") UUID id, @QueryParam("format") Optional<String> format) {
        // Quarkus ends each piece with a line end, and would write texts as JSON strings.
        return transcripts
                .read(id, TranscriptFormat.JSONL)
                .map(piece -> piece.substring(0, piece.length() - 1).getBytes(StandardCharsets.UTF_8));
    }
}
