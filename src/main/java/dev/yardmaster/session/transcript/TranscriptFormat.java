package dev.yardmaster.session.transcript;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The format of a transcript. */
enum TranscriptFormat {
    MARKDOWN(TranscriptFormat.TEXT_MARKDOWN),
    HTML(TranscriptFormat.TEXT_HTML),
    JSONL(TranscriptFormat.NDJSON);

    static final String TEXT_MARKDOWN = "text/markdown";
    static final String TEXT_HTML = "text/html";
    static final String NDJSON = "application/x-ndjson";

    private final String mediaType;

    TranscriptFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** The format that a request names; throws {@code invalid_request}. */
    static TranscriptFormat of(String name) {
        return switch (name) {
            case "markdown", "md" -> MARKDOWN;
            case "html" -> HTML;
            case "jsonl" -> JSONL;
            default ->
                throw YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST, "format", "must be markdown, html or jsonl, not '" + name + "'");
        };
    }

    /** The format that a client accepts: the first that it lists. Empty if it accepts none. */
    static Optional<TranscriptFormat> accepted(Optional<String> header) {
        String types = header.orElse("*/*").toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(format -> types.contains(format.mediaType))
                .min(Comparator.comparingInt(format -> types.indexOf(format.mediaType)))
                .or(() -> types.contains("*/*") || types.contains("text/*") ? Optional.of(MARKDOWN) : Optional.empty());
    }
}
