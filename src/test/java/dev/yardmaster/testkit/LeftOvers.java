package dev.yardmaster.testkit;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.callback.QuarkusTestAfterAllCallback;
import io.quarkus.test.junit.callback.QuarkusTestContext;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Disables the agents, cancels the tasks and stops the sessions that a class of tests left behind on the service that it shares with other classes.
 * An agent could otherwise take a task of another class, and a session that runs would be counted there.
 */
public final class LeftOvers implements QuarkusTestAfterAllCallback {
    private static final Logger LOG = Logger.getLogger(LeftOvers.class);

    @Override
    public void afterAll(QuarkusTestContext context) {
        WithTestResource resource = context.getTestInstance().getClass().getAnnotation(WithTestResource.class);
        if (resource != null && resource.value() == ServiceTestResource.class) {
            clear(LocalService.api(), context.getTestInstance().getClass().getSimpleName());
        }
    }

    private static void clear(Api api, String tests) {
        items(api, "/api/agents?limit=1000").stream()
                .filter(agent -> agent.getBoolean("enabled"))
                .forEach(agent -> api.change(agent.getString("id"), new JsonObject().put("enabled", false)));
        items(api, "/api/tasks?state=open&state=running&limit=1000")
                .forEach(task -> api.send("POST", "/api/tasks/" + task.getString("id") + "/cancel", ""));
        items(api, "/api/sessions?state=starting&state=running&limit=1000").stream()
                .map(session -> session.getString("id"))
                .filter(session -> accepted(api.send("POST", "/api/sessions/" + session + "/stop", "")))
                .peek(session -> LOG.infof("session=%s state=left_over tests=%s", session, tests))
                .toList()
                .forEach(api::awaitEnd);
    }

    /** Whether this service stops the session: those of other services were only written into the database. */
    private static boolean accepted(HttpResponse<String> answer) {
        return answer.statusCode() < 300;
    }

    private static List<JsonObject> items(Api api, String list) {
        return api.json(api.get(list)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
