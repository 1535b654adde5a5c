package dev.yardmaster.idempotency;

import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RepeatedRequest;
import dev.yardmaster.access.RouteRoles;
import dev.yardmaster.idempotency.ClaimResult.Answered;
import dev.yardmaster.idempotency.ClaimResult.Claimed;
import dev.yardmaster.idempotency.ClaimResult.Created;
import dev.yardmaster.idempotency.ClaimResult.Reused;
import dev.yardmaster.idempotency.ClaimResult.Running;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Executes each POST with an {@code Idempotency-Key} once, and answers its repetitions with the first answer. Follows the IETF draft "The
 * Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header).
 *
 * <p>Why nothing is created twice, whatever crashes: the claim of the key stores the id of what the request will create, before anything is
 * created. All executions of the request use this id ({@link dev.yardmaster.id.NewIds}), and it is a primary key. So at most one of them
 * creates the thing, even if two overlap because a suspended service has lost its claim. If the service crashes before the answer is stored,
 * its claim ends some seconds later, and the next repetition finds the thing by its id and answers with it. If the thing is not there, the
 * repetition executes the request. A request that creates nothing, such as the cancellation of a task, is executed again in this case.
 */
class IdempotencyFilter {
    /** After the filters that reject bad requests. */
    private static final int LAST = Priorities.USER + 1000;

    private final IdempotencyRepository repository;
    private final RunningRequests running;
    private final CreatedThings things;

    IdempotencyFilter(IdempotencyRepository repository, RunningRequests running, CreatedThings things) {
        this.repository = repository;
        this.running = running;
        this.things = things;
    }

    /** Null lets a request without a key pass without an asynchronous step, and so does a Uni of null with a request to execute. */
    @ServerRequestFilter(priority = LAST)
    @Nullable
    Uni<Response> claim(ContainerRequestContext rest, RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.method().equals(HttpMethod.POST) || !request.headers().contains(IdempotencyKey.HEADER)) {
            return null;
        }
        // The sender of a trigger's webhook has no token to which a key could belong.
        Optional<Caller> caller = Caller.of(context);
        if (caller.isEmpty() && !RouteRoles.hasSecretAnswer(context.normalizedPath())) {
            return null;
        }
        IdempotencyKey key = IdempotencyKey.parse(request.headers().getAll(IdempotencyKey.HEADER));
        requireStorableAnswer(context);
        return body(context).chain(body -> {
            rest.setEntityStream(new ByteArrayInputStream(body));
            byte[] fingerprint = Fingerprint.of(request.method().name(), request.uri(), body);
            return repository
                    .claim(caller.orElseThrow().token(), key, fingerprint)
                    .chain(result -> proceed(context, result));
        });
    }

    /** The whole body. A filter of Vert.x has read it already if its length was not declared. */
    private static Uni<byte[]> body(RoutingContext context) {
        @Nullable Buffer read = context.body() == null ? null : context.body().buffer();
        if (read != null) {
            return Uni.createFrom().item(read.getBytes());
        }
        HttpServerRequest request = context.request();
        Uni<Buffer> body = Uni.createFrom().completionStage(() -> {
            var reading = request.body().toCompletionStage();
            request.resume();
            return reading;
        });
        return body.map(Buffer::getBytes);
    }

    private Uni<Response> proceed(RoutingContext context, ClaimResult result) {
        return switch (result) {
            case Claimed claim -> execute(context, claim);
            case Answered answered -> {
                RepeatedRequest.mark(context);
                yield Uni.createFrom().item(answered.answer().toResponse(context));
            }
            case Running other -> throw refusal(other);
            case Reused() ->
                throw new YardmasterException(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key belongs to a request with another path or body. Use a new key for a new request, or"
                                + " repeat the first request without a change.");
        };
    }

    private Uni<Response> execute(RoutingContext context, Claimed claim) {
        running.add(claim.attempt());
        context.addEndHandler(_ -> running.remove(claim.attempt()));
        Execution.begin(context, claim);
        Optional<Uni<Response>> shown = claim.created().map(created -> show(context, created));
        return shown.orElseGet(() -> Uni.createFrom().nullItem());
    }

    /** Shows what an interrupted execution has created, in place of creating it again. The activity has no entry about that execution. */
    private Uni<Response> show(RoutingContext context, Created created) {
        return things.shown(created)
                .map(thing -> Response.created(Answer.absolute(created.path(), context))
                        .entity(thing)
                        .build());
    }

    private static YardmasterException refusal(Running other) {
        Duration wait = Duration.ofSeconds(Math.max(1, other.remaining().toSeconds()));
        return YardmasterException.temporary(
                ErrorCode.IDEMPOTENCY_KEY_IN_USE,
                "The first request with this Idempotency-Key is still running. Repeat the request after "
                        + wait.toSeconds() + " seconds to get its answer.",
                wait);
    }

    private static void requireStorableAnswer(RoutingContext context) {
        if (RouteRoles.hasSecretAnswer(context.normalizedPath())) {
            throw new YardmasterException(
                    ErrorCode.INVALID_IDEMPOTENCY_KEY,
                    context.request().method().name() + " " + context.request().path()
                            + " accepts no Idempotency-Key, because its answer contains a secret, which is never stored."
                            + " Leave the header out.");
        }
    }
}
