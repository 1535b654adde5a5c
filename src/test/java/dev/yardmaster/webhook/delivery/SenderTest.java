package dev.yardmaster.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.Json;
import dev.yardmaster.testkit.ClosedPort;
import dev.yardmaster.testkit.HookReceiver;
import dev.yardmaster.testkit.ManualClock;
import dev.yardmaster.webhook.AddressPolicy;
import dev.yardmaster.webhook.SigningSecret;
import dev.yardmaster.webhook.WebhookFormat;
import dev.yardmaster.webhook.delivery.Outcome.Delivered;
import dev.yardmaster.webhook.delivery.Outcome.Failed;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends notifications to a real receiver. */
class SenderTest {
    private static final SigningSecret SECRET = new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ManualClock clock = new ManualClock();
    private final Notification notification = new Notification(
            UUID.randomUUID(),
            "task.done",
            Instant.parse("2026-01-02T03:04:05Z"),
            Json.object().put("title", "é"));
    private final HookReceiver receiver = new HookReceiver();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldSendASignedNotification() {
        // When
        Outcome outcome = send(true, PATIENCE, receiver.url("/hook?a=b"));

        // Then
        assertThat(outcome).isEqualTo(new Delivered(204));
        assertThat(receiver.received()).singleElement().satisfies(request -> {
            String timestamp = Long.toString(clock.instant().getEpochSecond());
            assertThat(request.path()).isEqualTo("/hook?a=b");
            assertThat(request.body()).isEqualTo(notification.body(WebhookFormat.JSON));
            assertThat(request.headers())
                    .containsEntry("host", "127.0.0.1:" + receiver.port())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("webhook-id", "msg_" + notification.id())
                    .containsEntry("webhook-timestamp", timestamp)
                    .containsEntry(
                            "webhook-signature",
                            SECRET.sign(
                                    "msg_" + notification.id(), clock.instant().getEpochSecond(), request.body()));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410, 429, 500, 503})
    void shouldReportTheStatusOfAFailure(int status) {
        // Given
        receiver.respond(_ -> status);

        // When
        Outcome outcome = send(true, PATIENCE, receiver.url("/"));

        // Then
        assertThat(outcome)
                .isEqualTo(new Failed(Optional.of(status), "The receiver returned the status " + status + "."));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void shouldNotFollowARedirect(int status) {
        // Given
        receiver.respond(_ -> status);

        // When
        Outcome outcome = send(true, PATIENCE, receiver.url("/"));

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.status()).contains(status);
            assertThat(failed.error()).contains("Redirects are not followed");
        });
        assertThat(receiver.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]"})
    void shouldRefusePrivateAddresses(String host) {
        // When
        Outcome outcome = send(false, PATIENCE, "http://" + host + ":" + receiver.port() + "/");

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).contains("has a private address"));
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void shouldReportAReceiverThatIsDown() {
        // When
        Outcome outcome = send(true, PATIENCE, "http://127.0.0.1:" + ClosedPort.number() + "/secret-path");

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error())
                                .contains("can't be connected to")
                                .doesNotContain("secret-path"));
    }

    /** Resolvers refuse a name with such a long part without asking anybody. */
    @Test
    void shouldReportAHostThatIsUnknown() {
        // Given
        String host = "a".repeat(64) + ".invalid";

        // When
        Outcome outcome = send(false, PATIENCE, "https://" + host + "/");

        // Then
        assertThat(outcome).isEqualTo(new Failed(Optional.empty(), "The host '" + host + "' can't be resolved."));
    }

    @Test
    void shouldGiveUpAReceiverThatDoesNotRespond() throws IOException {
        // Given
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            Outcome outcome = send(true, Duration.ofMillis(300), "http://127.0.0.1:" + silent.getLocalPort() + "/");

            // Then
            assertThat(outcome).isEqualTo(new Failed(Optional.empty(), "The receiver did not respond within 300 ms."));
        }
    }

    @Test
    void shouldReportAServerWithoutTls() {
        // When
        Outcome outcome = send(true, PATIENCE, receiver.url("/").replace("http:", "https:"));

        // Then
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(receiver.received()).isEmpty();
    }

    private Outcome send(boolean allowsPrivate, Duration timeout, String url) {
        var sender = new Sender(new AddressPolicy(allowsPrivate), timeout, clock, vertx);
        return sender.send(notification, new Receiver(url, WebhookFormat.JSON, SECRET));
    }
}
