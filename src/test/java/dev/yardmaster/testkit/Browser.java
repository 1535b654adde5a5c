package dev.yardmaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends requests as a browser does that has logged in: with the cookie, and without a token. */
public final class Browser {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String cookie;

    private Browser(String cookie) {
        this.cookie = cookie;
    }

    /** Logs in with a token or a code. */
    public static Browser loggedIn(JsonObject secret) {
        HttpResponse<String> response = new Browser("").send("POST", "/api/login", secret.encode());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new Browser(
                response.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", ""));
    }

    /** Sends a request with the cookie only. */
    public HttpResponse<String> send(String method, String path, String body) {
        return send(request(method, path, body));
    }

    /** Sends a request with the cookie and the header that a foreign page can't set. */
    public HttpResponse<String> sendFromOwnPage(String method, String path, String body) {
        return send(request(method, path, body).header("X-Yardmaster", "1"));
    }

    /** Opens an event stream; returns the status. */
    public int stream(String path) {
        HttpRequest request =
                request("GET", path, "").header("Accept", "text/event-stream").build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            response.body().close();
            client.shutdownNow();
            return response.statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(LocalService.base().resolve(path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
