package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * What the simulated director does in a turn, which mail opens: it plans what a person asks for, answers the questions of workers, and reports to
 * people when the plan has ended.
 */
final class DemoDirector implements DemoRole {
    private static final Pattern MESSAGE = Pattern.compile("(?m)^Message (\\S+) from (.*), sent ");
    private static final Pattern TOPICS = Pattern.compile("(?m)^> (First|Then): (.*)$");
    private static final Pattern TOPIC = Pattern.compile("[a-z]+");
    private static final String QUESTION = "[This is a question.";
    private static final String ANSWER = "At night, in autumn.";

    private final DemoLines lines;
    private final DemoTools tools;

    DemoDirector(DemoLines lines, DemoTools tools) {
        this.lines = lines;
        this.tools = tools;
    }

    /** @param from who sent it, in the words of the service */
    private record Mail(String id, String from, String text) {}

    @Override
    public void turn(String prompt) throws IOException, InterruptedException {
        lines.turnStarted(Path.of(""));
        for (Mail mail : mail(prompt)) {
            if (mail.text().contains(QUESTION)) {
                lines.message("I know the answer.");
                lines.tool(tools, "message_send", Map.of("reply_to", mail.id(), "text", ANSWER));
            } else if (mail.from().startsWith("Yardmaster")) {
                lines.message("The plan has ended.");
                lines.tool(
                        tools,
                        "message_send",
                        Map.of(
                                "to",
                                "people",
                                "text",
                                "The plan '" + DemoCast.PLAN + "' has ended. Look at the git log."));
            } else {
                plan(mail.text());
            }
            lines.tool(tools, "message_ack", Map.of("message", mail.id()));
        }
        lines.ended("The mail is dealt with.", prompt.length() / 4);
    }

    private void plan(String request) throws IOException, InterruptedException {
        lines.message("I divide the work into tasks that the workers can do at the same time.");
        List<String> workers = workers();
        Map<String, List<String>> topics = topics(request);
        List<String> first = topics.getOrDefault("First", List.of());
        List<Map<String, ?>> tasks = new ArrayList<>();
        IntStream.range(0, first.size())
                .forEach(i -> tasks.add(task(first.get(i), workers.get(i % workers.size()), List.of())));
        List<String> then = topics.getOrDefault("Then", List.of());
        // The first worker has most to do: its task has moved to another executable.
        IntStream.range(0, then.size())
                .forEach(i -> tasks.add(task(then.get(i), workers.get((i + 1) % workers.size()), first)));
        lines.tool(tools, "plan_apply", Map.of("name", DemoCast.PLAN, "tasks", tasks));
    }

    private List<String> workers() throws IOException, InterruptedException {
        JsonNode found = lines.tool(tools, "agent_list", Map.of("role", "worker"));
        return StreamSupport.stream(found.path("agents").spliterator(), false)
                .map(agent -> agent.path("name").asText())
                .sorted()
                .toList();
    }

    private static Map<String, ?> task(String topic, String agent, List<String> dependsOn) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("name", topic);
        task.put("title", DemoCast.title(topic));
        task.put("prompt", "Write a haiku about the " + topic + " into " + topic + ".txt.");
        task.put("agent", agent);
        task.put("dependsOn", dependsOn);
        return task;
    }

    /** The topics of a request, in its two lines. */
    private static Map<String, List<String>> topics(String request) {
        Map<String, List<String>> topics = new LinkedHashMap<>();
        TOPICS.matcher(request)
                .results()
                .forEach(line -> topics.put(
                        line.group(1),
                        TOPIC.matcher(line.group(2))
                                .results()
                                .map(word -> word.group())
                                .toList()));
        return topics;
    }

    /** The messages in a prompt. */
    private static List<Mail> mail(String prompt) {
        List<Mail> mail = new ArrayList<>();
        Matcher message = MESSAGE.matcher(prompt);
        boolean found = message.find();
        while (found) {
            String id = message.group(1);
            String from = message.group(2);
            int start = message.end();
            found = message.find();
            mail.add(new Mail(id, from, prompt.substring(start, found ? message.start() : prompt.length())));
        }
        return mail;
    }
}
