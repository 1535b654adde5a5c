package dev.yardmaster.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Sends requests just as they are written, where an HTTP client would mend them or refuse to.
 *
 * @param base where the server listens
 */
public record RawHttp(URI base) {
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");

    /** An answer; header names are in lower case. */
    public record Answer(int status, Map<String, String> headers, String body) {
        public String contentType() {
            return headers.getOrDefault("content-type", "");
        }

        public JsonObject problem() {
            return new JsonObject(body);
        }
    }

    /** The admin's {@code Authorization} header, with its line end. */
    public static String authorization() {
        Path home = ConfigProvider.getConfig().getValue("yardmaster.home", Path.class);
        try {
            return "Authorization: Bearer "
                    + Files.readString(home.resolve("admin-token")).strip() + "\r\n";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The {@code Host} header that fits, with its line end. */
    public String host() {
        return "Host: " + base.getAuthority() + "\r\n";
    }

    /** Sends as the admin. */
    public Answer asAdmin(String requestLine, String headers, String body) throws IOException {
        String length = headers.contains("Content-Length") || headers.contains("Transfer-Encoding") || body.isEmpty()
                ? ""
                : "Content-Length: " + body.getBytes(UTF_8).length + "\r\n";
        return send(requestLine, host() + authorization() + headers + length, body);
    }

    /** Sends and reads the one answer. Every header ends with CR LF. */
    public Answer send(String requestLine, String headers, String body) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            String head = requestLine + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n";
            socket.getOutputStream().write((head + body).getBytes(UTF_8));
            return parse(readAnswer(socket.getInputStream()));
        }
    }

    /** To the end of the connection, or of the body: a server that still waits for a request's body keeps the connection open. */
    private static String readAnswer(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            answer.write(buffer, 0, read);
            if (isWhole(answer.toString(UTF_8))) {
                break;
            }
        }
        return answer.toString(UTF_8);
    }

    private static boolean isWhole(String answer) {
        Matcher length = CONTENT_LENGTH.matcher(answer);
        int head = answer.indexOf("\r\n\r\n") + 4;
        return head > 3
                && length.find()
                && answer.substring(head).getBytes(UTF_8).length >= Integer.parseInt(length.group(1));
    }

    private static Answer parse(String answer) {
        String[] parts = answer.split("\r\n\r\n", 2);
        String[] lines = parts[0].split("\r\n");
        Map<String, String> headers = Arrays.stream(lines)
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .collect(Collectors.toMap(
                        line -> line[0].toLowerCase(Locale.ROOT), line -> line[1], (first, second) -> second));
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, parts[1]);
    }
}
