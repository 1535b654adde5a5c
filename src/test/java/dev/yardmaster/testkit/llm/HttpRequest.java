package dev.yardmaster.testkit.llm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP/1.1 request with its body; the names of the headers are in lower case. */
record HttpRequest(String method, String target, Map<String, String> headers, byte[] body) {
    private static final Pattern TARGET = Pattern.compile("(/s/[^/?]+)([^?]*).*");
    private static final Set<String> SECRETS = Set.of("authorization", "x-api-key", "cookie");
    private static final ObjectMapper JSON = new ObjectMapper();

    static HttpRequest read(InputStream in) throws IOException {
        String[] start = line(in).split(" ", 3);
        if (start.length != 3) {
            throw new IOException("Not an HTTP request: " + String.join(" ", start));
        }
        Map<String, String> headers = headers(in);
        return new HttpRequest(start[0], start[1], headers, body(in, headers));
    }

    /** Returns the path of the requested endpoint; empty if the target contains none. */
    String endpoint() {
        return part(1);
    }

    /** Returns the request in the form that is recorded. Throws an exception if the body is not JSON. */
    LlmRequest toLlmRequest() {
        Map<String, String> shown = new HashMap<>(headers);
        SECRETS.forEach(name -> shown.computeIfPresent(name, (_, value) -> redact(value)));
        return new LlmRequest(method, part(2), shown, json());
    }

    private JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("The body of " + method + " " + target + " is not JSON", e);
        }
    }

    private String part(int group) {
        Matcher matcher = TARGET.matcher(target);
        return matcher.matches() ? matcher.group(group) : "";
    }

    private static String redact(String credentials) {
        int blank = credentials.indexOf(' ') + 1;
        return credentials.substring(0, blank) + "<redacted>";
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks(in);
        }
        return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        headers(in);
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }
}
