package dev.yardmaster.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.Target;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The service that commands call. It is asked once whether it answers, and all checks use the result. For any thread. */
final class Service {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CompletableFuture<Contact> contact;

    private Service(CompletableFuture<Contact> contact) {
        this.contact = contact;
    }

    /** What is known of the service. */
    sealed interface Contact {}

    /** No service runs, and the user has named none. */
    record Absent() implements Contact {}

    /** The named or announced service does not answer as it should; the message says why and what to do. */
    record Silent(String message) implements Contact {}

    /**
     * It answers.
     *
     * @param health its readiness
     * @param caller who the token belongs to, with its role and the time of the service
     * @param refusal why the token is not accepted; empty if there is a caller
     */
    record Answering(ApiClient client, JsonNode health, Optional<JsonNode> caller, String refusal) implements Contact {}

    /** No service. */
    static Service absent() {
        return new Service(CompletableFuture.completedFuture(new Absent()));
    }

    /** A service that can't be asked; the message says why and what to do. */
    static Service silent(String message) {
        return new Service(CompletableFuture.completedFuture(new Silent(message)));
    }

    /**
     * Asks a service, and does not wait for its answer.
     *
     * @param patience how long the answer may take
     */
    static Service at(Target target, Duration patience) {
        var late = new Silent(target.address() + " (from " + target.source() + ") does not answer within "
                + patience.toSeconds() + " s. Look at the log of the service.");
        return new Service(CompletableFuture.<Contact>supplyAsync(() -> contact(target), Thread::startVirtualThread)
                .completeOnTimeout(late, patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Waits for the answer. */
    Contact contact() {
        return contact.join();
    }

    /** The service, if it accepts the token. */
    Optional<ApiClient> api() {
        return contact() instanceof Answering service && service.caller().isPresent()
                ? Optional.of(service.client())
                : Optional.empty();
    }

    private static Contact contact(Target target) {
        try {
            return contact(target, new ApiClient(target));
        } catch (ClientException e) {
            boolean named = !target.source().equals("the default");
            return named || !(e.getCause() instanceof ConnectException) ? new Silent(e.getMessage()) : new Absent();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Absent();
        }
    }

    private static Contact contact(Target target, ApiClient client) throws InterruptedException {
        HttpResponse<String> response = client.answer(Call.get("/q/health/ready"), "application/json");
        JsonNode health = json(response.body());
        if (!health.path("checks").isArray()) {
            return new Silent(target.address() + " (from " + target.source() + ") answers with the HTTP status "
                    + response.statusCode() + ", but not as Yardmaster does. Correct the address.");
        }
        try {
            return new Answering(client, health, Optional.of(client.send(Call.get("/api/caller"))), "");
        } catch (ClientException e) {
            return new Answering(client, health, Optional.empty(), e.getMessage());
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }
}
