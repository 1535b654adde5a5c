package dev.yardmaster.session.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.process.Redactor;

/** A transcript with one event per line, as the stream of events shows it, without secrets and without the pieces of messages. */
record JsonLines(Redactor redactor) implements Transcript {
    @Override
    public String head() {
        return "";
    }

    @Override
    public String text(JsonNode event) {
        boolean leftOut = event.isMissingNode() || event.path("type").asText().equals("message.delta");
        return leftOut ? "" : Json.replaceTexts(event, redactor::redact) + "\n";
    }
}
