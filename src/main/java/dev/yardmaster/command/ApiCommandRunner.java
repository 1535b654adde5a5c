package dev.yardmaster.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.client.Targets;
import dev.yardmaster.command.View.Column;
import dev.yardmaster.terminal.PlainText;
import dev.yardmaster.terminal.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Calls the service of a command and prints the answer. */
public final class ApiCommandRunner implements CommandRunner {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAGE = "1000";

    private final Targets targets;
    private final PrintStream out;
    private final OptionalInt columns;

    /** @param columns the width of the terminal; empty if the output goes elsewhere */
    public ApiCommandRunner(Targets targets, PrintStream out, OptionalInt columns) {
        this.targets = targets;
        this.out = out;
        this.columns = columns;
    }

    @Override
    public int run(ApiCommand command, Given given, RequestOptions options) throws Exception {
        if (command.confirmed() && !given.yes()) {
            confirm(command);
        }
        var client = new ApiClient(targets.find(options.server()));
        Call call = Requests.of(command, given);
        switch (command.view()) {
            case View.Rows rows -> print(all(client, call), rows.columns(), options);
            case View.Text text -> out.print(client.text(call, text.mediaType()));
            case View.Fields _, View.Nothing _ -> print(client.send(call), options);
        }
        return 0;
    }

    private static void confirm(ApiCommand command) {
        if (System.console() == null || !System.console().isTerminal()) {
            throw new ClientException(
                    Kind.USAGE, "`" + command.name() + "` destroys something. Repeat the command with --yes.");
        }
        String answer = System.console().readLine("%s Continue? [y/N] ", command.summary());
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw new ClientException(Kind.REFUSED, "Nothing was changed.");
        }
    }

    /** The items of all pages. */
    private static List<JsonNode> all(ApiClient client, Call call) throws InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        Call page = call.query().stream().anyMatch(entry -> entry.getKey().equals("limit")) ? call : call.with("limit", PAGE);
        for (Call next = page; ; ) {
            JsonNode answer = client.send(next);
            answer.path("items").forEach(items::add);
            if (!answer.path("next").isTextual()) {
                return items;
            }
            next = page.with("after", answer.path("next").asText());
        }
    }

    private void print(List<JsonNode> items, List<Column> all, RequestOptions options) throws Exception {
        if (options.json()) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(items));
        } else if (options.quiet()) {
            items.forEach(item -> out.println(item.path("id").asText(item.path("name").asText())));
        } else {
            List<Column> shown =
                    all.stream().filter(column -> !column.wide() || options.wide()).toList();
            List<List<String>> rows = items.stream()
                    .map(item -> shown.stream().map(column -> cell(item.at(column.pointer()))).toList())
                    .toList();
            new Table(shown.stream().map(Column::title).toList(), rows).lines(columns).forEach(out::println);
        }
    }

    private void print(JsonNode thing, RequestOptions options) throws Exception {
        if (thing.isMissingNode()) {
            return;
        }
        if (options.json()) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(thing));
        } else if (options.quiet()) {
            out.println(thing.path("id").asText(thing.path("name").asText()));
        } else {
            int width = thing.properties().stream().mapToInt(field -> field.getKey().length()).max().orElse(0);
            thing.properties()
                    .forEach(field -> out.println(field.getKey() + " ".repeat(width - field.getKey().length() + 2)
                            + indented(cell(field.getValue()), width + 2)));
        }
    }

    private static String indented(String text, int columns) {
        return PlainText.lines(text).replace("\n", "\n" + " ".repeat(columns));
    }

    private static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (value.isArray() && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isValueNode)) {
            return StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", "));
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }
}
