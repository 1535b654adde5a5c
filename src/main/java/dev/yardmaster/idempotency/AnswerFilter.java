package dev.yardmaster.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.idempotency.ClaimResult.Claimed;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.Problem;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Stores the answer to a request with an {@code Idempotency-Key} before the client receives it. */
class AnswerFilter {
    private static final Logger LOG = Logger.getLogger(AnswerFilter.class);

    /** Filters of responses run in the reversed order of their priorities. This one needs what the others make of a response. */
    private static final int LAST = 1;

    private final IdempotencyRepository repository;
    private final ObjectMapper json;
    private final CurrentVertxRequest request;

    AnswerFilter(IdempotencyRepository repository, ObjectMapper json, CurrentVertxRequest request) {
        this.repository = repository;
        this.json = json;
        this.request = request;
    }

    /** Null lets the response of a request without a key pass without an asynchronous step. */
    @ServerResponseFilter(priority = LAST)
    @Nullable
    Uni<Void> store(ContainerResponseContext response) {
        return Execution.of(request.getCurrent())
                .map(claim -> finish(claim, response))
                .orElse(null);
    }

    /** A failure to store the answer must not hide it. The next repetition finds what was created. */
    private Uni<Void> finish(Claimed claim, ContainerResponseContext response) {
        return end(claim, response)
                .onFailure()
                .invoke(failure -> LOG.warnf("state=answer_not_stored attempt=%s error=%s", claim.attempt(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> end(Claimed claim, ContainerResponseContext response) {
        boolean notShown = claim.created().isPresent() && response.getStatus() != 201;
        if (response.getStatus() >= 500 || notShown) {
            return repository.release(claim.attempt());
        }
        return response.getStatus() < 400
                ? stored(claim.attempt(), response)
                : repository.created(claim.ids().first()).chain(created -> {
                    if (created.isEmpty()) {
                        return stored(claim.attempt(), response);
                    }
                    overtaken(response);
                    return repository.release(claim.attempt());
                });
    }

    /** This execution failed, for example because the name is taken, since an overlapping execution has created the thing. */
    private static void overtaken(ContainerResponseContext response) {
        Problem problem = Problem.of(new YardmasterException(
                ErrorCode.IDEMPOTENCY_KEY_IN_USE,
                "Another execution of this request has just ended. Repeat the request to get its answer."));
        response.setStatus(problem.status());
        response.setEntity(problem.toJson(), null, MediaType.valueOf(Problem.MEDIA_TYPE));
    }

    private Uni<Void> stored(UUID attempt, ContainerResponseContext response) {
        var answer = new Answer(
                response.getStatus(),
                Optional.ofNullable(response.getMediaType()).map(MediaType::toString),
                Optional.ofNullable(response.getLocation()).map(URI::getRawPath),
                body(response.getEntity()));
        return repository.store(attempt, answer).replaceWithVoid();
    }

    private Buffer body(@Nullable Object entity) {
        try {
            return switch (entity) {
                case null -> Buffer.buffer();
                case String text -> Buffer.buffer(text);
                case Object value -> Buffer.buffer(json.writeValueAsBytes(value));
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
