package dev.yardmaster.testkit.llm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** A response with server-sent events, one HTTP chunk each. Without {@link #finish()} the client notices that the response is incomplete. */
final class ServerSentEvents {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final OutputStream out;

    ServerSentEvents(OutputStream out) {
        this.out = out;
    }

    /** Sends an event whose data is an object with this type and these fields. The event may stay in the buffer until {@link #flush()}. */
    void send(String type, String fields) throws IOException {
        String comma = fields.isEmpty() ? "" : ",";
        chunk("event: " + type + "\ndata: {\"type\":\"" + type + "\"" + comma + fields + "}\n\n");
    }

    /** Sends an event without a type. */
    void data(String data) throws IOException {
        chunk("data: " + data + "\n\n");
    }

    void flush() throws IOException {
        out.flush();
    }

    void finish() throws IOException {
        chunk("");
        flush();
    }

    private void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.write(Integer.toHexString(bytes.length).getBytes(ISO_8859_1));
        out.write(LINE_END);
        out.write(bytes);
        out.write(LINE_END);
    }
}
