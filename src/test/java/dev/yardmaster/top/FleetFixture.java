package dev.yardmaster.top;

import java.util.List;
import java.util.stream.Collectors;

/** A fleet as the API shows it: two agents that work, one without a session, and a disabled one. */
final class FleetFixture {
    static final String ADA = "019a0000-0000-7000-8000-0000000000a1";
    static final String ADA_SESSION = "019a0000-0000-7000-8000-00005e551011";
    static final String BO_SESSION = "019a0000-0000-7000-8000-00005e551022";

    static final String DISPATCHER = "{\"state\":\"running\",\"queued\":3,\"running\":2}";

    static final List<String> AGENTS = List.of(
            "{\"id\":\"" + ADA + "\",\"name\":\"ada\",\"state\":\"busy\",\"session\":\"" + ADA_SESSION + "\"}",
            "{\"id\":\"b2\",\"name\":\"bo\",\"state\":\"busy\",\"session\":\"" + BO_SESSION + "\"}",
            "{\"id\":\"c3\",\"name\":\"cleo\",\"provider\":\"codex\",\"model\":\"gpt-5\",\"state\":\"idle\"}",
            "{\"id\":\"d4\",\"name\":\"dan\",\"state\":\"disabled\"}");

    static final List<String> SESSIONS = List.of(
            session(ADA_SESSION, ADA, "t1", "claude-code", 12_500, ",\"costUsd\":0.42"),
            session(BO_SESSION, "b2", "t2", "opencode", 900, ""));

    static final List<String> RUNNING_TASKS = List.of(
            "{\"id\":\"t1\",\"title\":\"Write the parser\",\"state\":\"running\"}",
            "{\"id\":\"t2\",\"title\":\"解析器を書く\\u001b[2J\",\"state\":\"running\"}");

    static final List<String> OPEN_TASKS = List.of(
            "{\"id\":\"t3\",\"title\":\"A\",\"state\":\"open\",\"createdAt\":\"2026-01-02T01:00:00Z\",\"reason\":\"The pool 'yard' is full: 2 of 2 slots are used.\"}",
            "{\"id\":\"t4\",\"title\":\"B\",\"state\":\"open\",\"createdAt\":\"2026-01-02T02:00:00Z\",\"reason\":\"The pool 'yard' is full: 2 of 2 slots are used.\"}",
            "{\"id\":\"t5\",\"title\":\"C\",\"state\":\"open\",\"createdAt\":\"2026-01-02T03:00:00Z\",\"blockedBy\":[\"t3\"]}");

    static final List<String> POOLS = List.of(
            "{\"id\":\"p1\",\"name\":\"yard\",\"size\":2,\"used\":2,\"enabled\":true}",
            "{\"id\":\"p2\",\"name\":\"gpu\",\"size\":40,\"used\":1,\"enabled\":true}");

    static final List<String> LIMITS = List.of(
            "{\"id\":\"l1\",\"executable\":\"codex\",\"provider\":\"codex\",\"model\":\"*\",\"window\":\"five_hour\",\"blockedUntil\":\"2026-01-02T04:05:07.5Z\"}");

    private FleetFixture() {}

    static String session(String id, String agent, String task, String executable, long tokens, String cost) {
        return "{\"id\":\"" + id + "\",\"agent\":\"" + agent + "\",\"task\":\"" + task + "\",\"executable\":\""
                + executable + "\",\"model\":\"m-1\",\"state\":\"running\",\"usage\":{\"inputTokens\":" + tokens + cost
                + "}}";
    }

    static String page(List<String> items) {
        return items.stream().collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    /** Lets a service answer with the fleet. */
    static void serve(CannedService service) {
        service.answer("/api/dispatcher", DISPATCHER);
        service.answer("/api/agents", page(AGENTS));
        service.answer("/api/sessions", page(SESSIONS));
        service.answer("/api/tasks", page(RUNNING_TASKS));
        service.answer("/api/tasks?state=open", page(OPEN_TASKS));
        service.answer("/api/pools", page(POOLS));
        service.answer("/api/limits", page(LIMITS));
        service.answer("/q/openapi", "{\"info\":{\"version\":\"1.2.3\"}}");
        service.answer("/q/metrics", "# HELP process_uptime_seconds\nprocess_uptime_seconds 3725.5\n");
    }
}
