package dev.yardmaster.webhook.delivery;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.webhook.AddressPolicy;
import dev.yardmaster.webhook.WebhookConfig;
import dev.yardmaster.webhook.WebhookUrl;
import dev.yardmaster.webhook.delivery.Outcome.Delivered;
import dev.yardmaster.webhook.delivery.Outcome.Failed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends one notification, signed as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> specifies it. Each attempt resolves the
 * host, checks all its addresses, and connects to one of them by its number, so that the name can't stand for another address in between. It
 * follows no redirects. For any thread.
 */
@Singleton
class Sender {
    /** To one receiver. The number of attempts at the same time is smaller. */
    private static final int MAX_CONNECTIONS = 64;

    private final AddressPolicy addresses;
    private final Duration timeout;
    private final InstantSource clock;
    private final Vertx vertx;
    private final HttpClient http;

    @Inject
    Sender(AddressPolicy addresses, WebhookConfig config, Vertx vertx) {
        this(addresses, config.timeout(), InstantSource.system(), vertx);
    }

    Sender(AddressPolicy addresses, Duration timeout, InstantSource clock, Vertx vertx) {
        this.addresses = addresses;
        this.timeout = timeout;
        this.clock = clock;
        this.vertx = vertx;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setMaxPoolSize(MAX_CONNECTIONS));
    }

    /** Sends a notification once. Blocks, up to the time limit and the time that the resolver takes. */
    Outcome send(Notification notification, Receiver receiver) {
        try {
            WebhookUrl url = WebhookUrl.of(receiver.url());
            return send(url, notification, receiver);
        } catch (YardmasterException e) {
            return failed(e.detail());
        }
    }

    @PreDestroy
    void close() {
        http.close();
    }

    private Outcome send(WebhookUrl url, Notification notification, Receiver receiver) {
        try {
            InetAddress address = addresses.resolve(url.host()).getFirst();
            return outcome(post(url, address, notification, receiver));
        } catch (IOException e) {
            return failed(explanation(e, url));
        } catch (TimeoutException _) {
            return failed("The receiver did not respond within " + timeout.toMillis() + " ms.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed("The service is shutting down.");
        }
    }

    /** Returns the status of the response. */
    private int post(WebhookUrl url, InetAddress address, Notification notification, Receiver receiver)
            throws IOException, InterruptedException, TimeoutException {
        Future<HttpClientRequest> request = http.request(options(url, address));
        // Closes the connection even if the response never ends.
        request.onSuccess(opened -> vertx.setTimer(timeout.toMillis(), _ -> opened.reset()));
        try {
            return request.compose(opened -> signed(opened, notification, receiver))
                    .map(HttpClientResponse::statusCode)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private RequestOptions options(WebhookUrl url, InetAddress address) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port())))
                .setHost(url.host().contains(":") ? "[" + url.host() + "]" : url.host())
                .setPort(url.port())
                .setSsl(url.secure())
                .setURI(url.target())
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis());
    }

    private Future<HttpClientResponse> signed(HttpClientRequest request, Notification notification, Receiver receiver) {
        String body = notification.body(receiver.format());
        long timestamp = clock.instant().getEpochSecond();
        return request.putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "Yardmaster")
                .putHeader("webhook-id", notification.messageId())
                .putHeader("webhook-timestamp", Long.toString(timestamp))
                .putHeader("webhook-signature", receiver.secret().sign(notification.messageId(), timestamp, body))
                .send(body);
    }

    private static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return new Delivered(status);
        }
        boolean redirect = status >= 300 && status < 400;
        return new Failed(
                Optional.of(status),
                "The receiver returned the status " + status
                        + (redirect ? ". Redirects are not followed: set the URL to the final address." : "."));
    }

    private static Outcome failed(String error) {
        return new Failed(Optional.empty(), error);
    }

    private static String explanation(IOException failure, WebhookUrl url) {
        return switch (failure) {
            case AddressPolicy.RefusedException refused -> refused.getMessage() + ".";
            case UnknownHostException _ -> "The host '" + url.host() + "' can't be resolved.";
            case ConnectException _ ->
                "The port " + url.port() + " of the host '" + url.host() + "' can't be connected to.";
            case SSLException tls -> "The TLS handshake has failed: " + tls.getMessage() + ".";
            default -> "The connection ended before the receiver responded.";
        };
    }
}
