package dev.yardmaster.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.yardmaster.client.ClientException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Calls one service. Each POST has an {@code Idempotency-Key}, so a call whose answer was lost is repeated and still takes effect once. Its methods
 * throw {@link ClientException}. For any thread.
 */
public final class ApiClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** A start of a session waits for the CLI. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final int ATTEMPTS = 3;
    private static final Set<String> UNKNOWN_ROUTE = Set.of("not_found", "method_not_allowed");
    private static final String EVENTS = "text/event-stream";
    /** The service sends a comment every 15 seconds. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final Target target;
    private final Duration patience;
    private final HttpClient http;

    public ApiClient(Target target) {
        this(target, ANSWER);
    }

    /** @param patience how long the client waits for an answer */
    public ApiClient(Target target, Duration patience) {
        this.target = target;
        this.patience = patience;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(CONNECT);
        target.certificates()
                .filter(_ -> target.address().getScheme().equals("https"))
                .map(TrustedCertificates::in)
                .ifPresent(builder::sslContext);
        http = builder.build();
    }

    public Target target() {
        return target;
    }

    /** The JSON of the answer to a GET request. */
    public JsonNode get(String path) throws InterruptedException {
        return send(Call.get(path));
    }

    /** The JSON of the answer to a POST request. */
    public JsonNode post(String path, Map<String, ?> body) throws InterruptedException {
        return send(Call.of("POST", path).withBody(ClientJson.MAPPER.valueToTree(body)));
    }

    /** The JSON of the answer; a missing node if it has no body. */
    public JsonNode send(Call call) throws InterruptedException {
        return json(text(call, "application/json"));
    }

    /** The text of the answer in a media type. */
    public String text(Call call, String mediaType) throws InterruptedException {
        HttpResponse<String> response = answer(call, mediaType);
        if (response.statusCode() >= 300) {
            throw failure(response.statusCode(), response.body());
        }
        return response.body();
    }

    /** The answer in a media type, whatever its status is. */
    public HttpResponse<String> answer(Call call, String mediaType) throws InterruptedException {
        HttpRequest.Builder request = request(call).timeout(patience).header("Accept", mediaType);
        if (call.method().equals("POST") && call.repeatable()) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        return send(request.build(), call.repeatable() ? ATTEMPTS : 1);
    }

    /** Opens a stream of events. Returns when the service has accepted the request, so that no later event is missed. */
    public EventStream stream(Call call, Optional<String> after) throws InterruptedException {
        return stream(call, after, SILENCE);
    }

    EventStream stream(Call call, Optional<String> after, Duration silence) throws InterruptedException {
        HttpRequest.Builder request = request(call).timeout(patience).header("Accept", EVENTS);
        after.ifPresent(id -> request.header("Last-Event-ID", printable("The cursor", id)));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() == 200 && isEvents(response)) {
                return EventStream.of(response.body(), silence);
            }
            try (InputStream body = response.body()) {
                if (response.statusCode() == 204) {
                    return EventStream.over();
                }
                throw failure(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static boolean isEvents(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("").startsWith(EVENTS);
    }

    private HttpResponse<String> send(HttpRequest request, int attempts) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return http.send(request, BodyHandlers.ofString());
            } catch (ConnectException | HttpTimeoutException | SSLException e) {
                throw unreachable(e);
            } catch (IOException e) {
                if (attempt == attempts) {
                    throw unreachable(e);
                }
            }
        }
    }

    private HttpRequest.Builder request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri(target.address()));
        target.token().ifPresent(token -> request.header("Authorization", "Bearer " + printable("The token", token)));
        return call.body()
                .map(body -> request.header(
                                "Content-Type",
                                call.method().equals("PATCH") ? "application/merge-patch+json" : "application/json")
                        .method(call.method(), BodyPublishers.ofString(body.toString())))
                .orElseGet(() -> request.method(call.method(), BodyPublishers.noBody()));
    }

    /** The message does not contain the value, which can be a secret. */
    private static String printable(String what, String value) {
        if (!PRINTABLE.matcher(value).matches()) {
            throw new ClientException(
                    Kind.USAGE, what + " is empty, or has spaces or other characters that it can't have. Correct it.");
        }
        return value;
    }

    private JsonNode json(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : ClientJson.MAPPER.readTree(body);
        } catch (JsonProcessingException _) {
            throw noYardmaster();
        }
    }

    private ClientException failure(int status, String body) {
        if (status >= 300 && status < 400) {
            return new ClientException(
                    Kind.UNREACHABLE,
                    target.address() + " (from " + target.source()
                            + ") redirects to another address. Give that address.");
        }
        try {
            JsonNode problem = body.isBlank() ? MissingNode.getInstance() : ClientJson.MAPPER.readTree(body);
            if (problem.path("detail").isTextual()) {
                return new ClientException(
                        Kind.ofStatus(status), problem.path("detail").asText() + hint(status, problem));
            }
        } catch (JsonProcessingException _) {
            // A proxy or another program has answered.
        }
        return new ClientException(
                Kind.UNREACHABLE,
                target.address() + " (from " + target.source() + ") answers with the HTTP status " + status
                        + ", but not as Yardmaster does. Check the address, and the proxy if there is one.");
    }

    private String hint(int status, JsonNode problem) {
        if (UNKNOWN_ROUTE.contains(problem.path("code").asText())) {
            return " The service can be of another version than this program: `yardmaster doctor` compares them.";
        }
        if (status != 401) {
            return "";
        }
        return target.token().isEmpty()
                ? " No token is known for " + target.address() + ": run `yardmaster login`, or set YARDMASTER_TOKEN."
                : " Run `yardmaster login` to store another token.";
    }

    /** Why an answer is none of Yardmaster. */
    public ClientException noYardmaster() {
        return new ClientException(
                Kind.UNREACHABLE,
                target.address() + " (from " + target.source()
                        + ") does not answer as Yardmaster does. Check the address.");
    }

    private ClientException unreachable(IOException failure) {
        String what = target.address() + " (from " + target.source() + ")";
        String message =
                switch (failure) {
                    case HttpTimeoutException _ -> what + " does not answer in time. Look at the log of the service.";
                    case SSLException _ ->
                        "The certificate of " + what + " is not trusted: " + failure.getMessage()
                                + ". Let the variable " + TrustedCertificates.VARIABLE
                                + " name a PEM file with the certificate of its issuer, or correct the address.";
                    case ConnectException e
                    when e.getCause() instanceof UnresolvedAddressException ->
                        "The host of " + what + " is unknown. Correct the address.";
                    case ConnectException _ ->
                        "No Yardmaster answers at " + what
                                + ". Start it with `yardmaster start`, or name another one with" + " --server.";
                    default -> "The connection to " + what + " broke. Try again. (" + failure + ")";
                };
        return new ClientException(Kind.UNREACHABLE, message, failure);
    }
}
