package dev.yardmaster.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Plain Vert.x routes for tests. */
@ApplicationScoped
class ProbeRoutes {
    void register(@Observes Router router) {
        router.get("/test-probe-plain/:how").handler(ProbeRoutes::handle);
        router.post("/test-probe-plain/json").consumes("application/json").handler(context -> context.end("{}"));
    }

    private static void handle(RoutingContext context) {
        switch (context.pathParam("how")) {
            case "own" ->
                context.fail(new YardmasterException(ErrorCode.SESSION_NOT_FOUND, "There is no session 'a'."));
            case "bug" -> throw new IllegalStateException("secret of dev.yardmaster.Inside");
            case "status" -> context.fail(409);
            case "begun" -> {
                context.response().setChunked(true).write("data: 1\n\n");
                context.fail(new IllegalStateException("too late"));
            }
            case String _ -> context.end("fine");
        }
    }
}
