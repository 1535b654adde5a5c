package dev.yardmaster.session.transcript;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;
import java.util.Optional;

/** The format of a transcript. */
enum TranscriptFormat {
    MARKDOWN(TranscriptFormat.TEXT_MARKDOWN),
    JSONL(TranscriptFormat.NDJSON);

    static final String TEXT_MARKDOWN = "text/markdown";
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
            case "jsonl" -> JSONL;
            default ->
                throw YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST, "format", "must be markdown or jsonl, not '" + name + "'");
        };
    }

    /** The format that a client accepts: the first that it lists. Empty if it accepts neither. */
    static Optional<TranscriptFormat> accepted(Optional<String> header) {
        String types = header.orElse("*/*").toLowerCase(Locale.ROOT);
        int markdown = types.indexOf(TEXT_MARKDOWN);
        int jsonl = types.indexOf(NDJSON);
        if (jsonl >= 0 && (markdown < 0 || jsonl < markdown)) {
            return Optional.of(JSONL);
        }
        boolean any = markdown >= 0 || types.contains("*/*") || types.contains("text/*");
        return any ? Optional.of(MARKDOWN) : Optional.empty();
    }
}
