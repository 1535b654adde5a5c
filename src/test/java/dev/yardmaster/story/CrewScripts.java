package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.decided;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.subscriptionLimit;
import static dev.yardmaster.testkit.llm.Scenario.tool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.testkit.llm.LlmRequest;
import dev.yardmaster.testkit.llm.Scenario;
import dev.yardmaster.testkit.llm.Scenario.Step;
import dev.yardmaster.testkit.llm.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the models of a crew answer. Each answer follows from the conversation alone, because the sessions of a CLI share an endpoint, start in
 * any order, and can go on in another CLI.
 */
final class CrewScripts {
    /** What the director is asked for. */
    static final String WISH = "Build the railway";

    /** The same, but nothing may start yet. */
    static final String DRAFT = "Plan the railway";

    private static final String GAUGE = "1435 millimetres";
    private static final Pattern QUESTION =
            Pattern.compile("Message ([0-9a-f-]{36}) from the agent (?:(?!Message ).)*Which gauge", Pattern.DOTALL);
    private static final Pattern ANSWER = Pattern.compile("> (\\d+ millimetres)");

    /** Succeeds also if an earlier session has made this commit. */
    private static final String COMMIT =
            "(git diff --cached --quiet || git -c user.name=w -c user.email=w@example.org commit -qm wip)";

    private CrewScripts() {}

    /**
     * A task of the plan.
     *
     * @param needs the tasks before it, whose files it reads
     * @param asks whether it asks the director first, and writes the answer
     */
    record Part(String name, boolean asks, List<String> needs) {
        static final List<Part> ALL = List.of(
                new Part("rails", false, List.of()),
                new Part("signals", true, List.of()),
                new Part("station", false, List.of("rails")),
                new Part("train", false, List.of("rails", "signals")));

        /** The words by which the model knows which task a session works on. */
        String prompt() {
            return "Write the file " + name + ", and commit it.";
        }

        /** Fails if the work of the earlier tasks is missing. */
        private String command(String text) {
            String earlier = needs.isEmpty() ? "" : "cat " + String.join(" ", needs) + " && ";
            return "%secho '%s' > %s && git add %s && %s".formatted(earlier, text, name, name, COMMIT);
        }
    }

    /** Answers the wish of a person by a plan, and a question by a message; ends its turn after all other mail. */
    static Scenario director(CliUnderTest cli, String plan, Map<String, String> workers) {
        return decided(request -> {
            String news = String.join("\n", request.news());
            Matcher question = QUESTION.matcher(news);
            if (question.find()) {
                return call(
                        cli,
                        "message_send",
                        Json.object().put("reply_to", question.group(1)).put("text", GAUGE));
            } else if (news.contains(WISH)) {
                return call(cli, "plan_apply", plan(plan, workers));
            } else if (news.contains(DRAFT)) {
                return call(cli, "plan_apply", plan(plan, workers).put("start", false));
            }
            return ok().text("Good.");
        });
    }

    private static ObjectNode plan(String name, Map<String, String> workers) {
        ObjectNode plan = Json.object().put("name", name);
        ArrayNode tasks = plan.putArray("tasks");
        for (Part part : Part.ALL) {
            ObjectNode task = tasks.addObject();
            task.put("name", part.name()).put("title", "Write " + part.name()).put("prompt", part.prompt());
            task.put("agent", workers.get(part.name()));
            part.needs().forEach(task.withArray("dependsOn")::add);
        }
        return plan;
    }

    /** Does the part that the session is about, one call after the other. */
    static Scenario worker(CliUnderTest cli) {
        return decided(request -> work(cli, request));
    }

    /** The same, but the provider refuses to work after the first call of a tool for this part. */
    static Scenario limitedWorker(CliUnderTest cli, String part) {
        return decided(request ->
                partOf(request).filter(it -> it.name().equals(part)).isPresent() && request.toolResults() == 1
                        ? subscriptionLimit(Duration.ofHours(2))
                        : work(cli, request));
    }

    private static Optional<Part> partOf(LlmRequest request) {
        return Part.ALL.stream()
                .filter(it -> whole(request).contains(it.prompt()))
                .findFirst();
    }

    private static Step work(CliUnderTest cli, LlmRequest request) {
        return partOf(request).<Step>map(part -> work(cli, part, request)).orElseGet(Scenario::ok);
    }

    private static Step work(CliUnderTest cli, Part part, LlmRequest request) {
        int done = request.toolResults();
        if (!part.asks()) {
            return doIt(cli, part, part.name(), done);
        }
        Matcher answer = ANSWER.matcher(whole(request));
        if (answer.find()) {
            return doIt(cli, part, answer.group(1), done - 1);
        }
        return done == 0
                ? call(
                        cli,
                        "ask",
                        Json.object().put("question", "Which gauge is it?").put("blocking", true))
                : ok().text("I wait for the answer.");
    }

    private static Step doIt(CliUnderTest cli, Part part, String text, int done) {
        return switch (done) {
            case 0 -> tool(cli.shell(part.command(text))).afterToolResult();
            case 1 -> call(cli, "task_finish", Json.object().put("summary", "Wrote " + part.name() + "."));
            default -> ok().text("Done.");
        };
    }

    /** Looks at the work, and approves it. */
    static Scenario steward(CliUnderTest cli) {
        return decided(request -> switch (request.toolResults()) {
            case 0 -> call(cli, "review_diff", Json.object());
            case 1 -> call(cli, "review_merge", Json.object().put("comment", "As it was wanted."));
            default -> ok().text("Judged.");
        });
    }

    private static Step call(CliUnderTest cli, String tool, ObjectNode arguments) {
        return tool(new ToolCall(cli.mcpTool("yardmaster", tool), arguments)).afterToolResult();
    }

    private static String whole(LlmRequest request) {
        return String.join("\n", request.messages());
    }
}
