package dev.yardmaster.trigger;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A trigger with a name of its own, which is removed after the test, and the agent for its tasks. */
final class TriggerFixture implements BeforeEachCallback, AfterEachCallback {
    private static final Api API = LocalService.api();

    final String name = "trigger-" + UUID.randomUUID();
    private String agent = "";

    @Override
    public void beforeEach(ExtensionContext context) {
        agent = API.agent(new JsonObject().put("enabled", false));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        API.send("DELETE", "/api/triggers/" + name, "");
    }

    /** The name of the agent. It is disabled, so its tasks stay open. */
    String agent() {
        return agent;
    }

    /** The fields of a trigger that creates a task, without what makes it run. */
    JsonObject trigger() {
        return new JsonObject()
                .put("name", name)
                .put(
                        "task",
                        new JsonObject()
                                .put("title", "Task of {{trigger}}")
                                .put("prompt", "Look.")
                                .put("agent", agent));
    }

    static JsonObject add(JsonObject trigger) {
        return API.json(API.post("/api/triggers", trigger));
    }

    HttpResponse<String> patch(String changes) {
        return API.send("PATCH", "/api/triggers/" + name, changes);
    }

    static void cancel(String task) {
        API.json(API.post("/api/tasks/" + task + "/cancel", new JsonObject()));
    }

    static void complete(String task) {
        API.json(API.post("/api/tasks/" + task + "/complete", new JsonObject()));
    }
}
