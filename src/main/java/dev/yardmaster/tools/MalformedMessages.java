package dev.yardmaster.tools;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.ProblemWriter;
import dev.yardmaster.problem.YardmasterException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers requests with a list that is empty or has anything but messages. The MCP extension fails on them. */
@Singleton
class MalformedMessages {
    void register(@Observes Router router) {
        router.post("/mcp/*").failureHandler(context -> {
            if (isListOfNoMessages(context)) {
                ProblemWriter.write(
                        context,
                        new YardmasterException(
                                ErrorCode.INVALID_REQUEST,
                                "The body must be a JSON-RPC message, or a list of at least one."));
            } else {
                context.next();
            }
        });
    }

    /** Whether the body of a failed request is a list without messages. */
    private static boolean isListOfNoMessages(RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body == null) {
            return false;
        }
        try {
            return Json.decodeValue(body) instanceof JsonArray list
                    && (list.isEmpty() || !list.stream().allMatch(JsonObject.class::isInstance));
        } catch (DecodeException _) {
            return false;
        }
    }
}
