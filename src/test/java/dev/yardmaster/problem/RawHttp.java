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
 * Sends requests exactly as written, including invalid ones that an HTTP client would correct or refuse to send.
 *
 * @param base the address of the server
 */
public record RawHttp(URI base) {
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");

    /** A response; header names are in lower case. */
    public record Response(int status, Map<String, String> headers, String body) {
        public String contentType() {
            return headers.getOrDefault("content-type", "");
        }

        public JsonObject problem() {
            return new JsonObject(body);
        }
    }

    /** The {@code Authorization} header with the admin token, and its line end. */
    public static String authorization() {
        Path home = ConfigProvider.getConfig().getValue("yardmaster.home", Path.class);
        try {
            return "Authorization: Bearer "
                    + Files.readString(home.resolve("admin-token")).strip() + "\r\n";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The {@code Host} header for the server, with its line end. */
    public String host() {
        return "Host: " + base.getAuthority() + "\r\n";
    }

    /** Sends a request with the admin token. */
    public Response asAdmin(String requestLine, String headers, String body) throws IOException {
        String length = headers.contains("Content-Length") || headers.contains("Transfer-Encoding") || body.isEmpty()
                ? ""
                : "Content-Length: " + body.getBytes(UTF_8).length + "\r\n";
        return send(requestLine, host() + authorization() + headers + length, body);
    }

    /** Sends a request and reads the response. Every header must end with CR LF. */
    public Response send(String requestLine, String headers, String body) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            String head = requestLine + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n";
            socket.getOutputStream().write((head + body).getBytes(UTF_8));
            return parse(readResponse(socket.getInputStream()));
        }
    }

    /** Reads until the connection is closed or the body is complete: a server that still waits for a request body keeps the connection open. */
    private static String readResponse(InputStream in) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            response.write(buffer, 0, read);
            if (isComplete(response.toString(UTF_8))) {
                break;
            }
        }
        return response.toString(UTF_8);
    }

    private static boolean isComplete(String response) {
        Matcher length = CONTENT_LENGTH.matcher(response);
        int head = response.indexOf("\r\n\r\n") + 4;
        return head > 3
                && length.find()
                && response.substring(head).getBytes(UTF_8).length >= Integer.parseInt(length.group(1));
    }

    private static Response parse(String response) {
        String[] parts = response.split("\r\n\r\n", 2);
        String[] lines = parts[0].split("\r\n");
        Map<String, String> headers = Arrays.stream(lines)
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .collect(Collectors.toMap(
                        line -> line[0].toLowerCase(Locale.ROOT), line -> line[1], (first, second) -> second));
        return new Response(Integer.parseInt(lines[0].split(" ")[1]), headers, parts[1]);
    }
}
