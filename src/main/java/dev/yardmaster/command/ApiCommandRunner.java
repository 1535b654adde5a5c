package dev.yardmaster.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.client.Targets;
import dev.yardmaster.command.Argument.Place;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Calls the service of a command and prints the answer. */
public final class ApiCommandRunner {
    private static final String LARGEST_PAGE = "1000";

    private final Targets targets;
    private final PrintStream out;
    private final Supplier<OptionalInt> columns;

    /** @param columns the width of the terminal; empty if the output goes elsewhere */
    public ApiCommandRunner(Targets targets, PrintStream out, Supplier<OptionalInt> columns) {
        this.targets = targets;
        this.out = out;
        this.columns = columns;
    }

    /** Runs a command; returns its exit code. Throws {@link ClientException}. */
    int run(ApiCommand command, GivenArguments given, OutputOptions options) throws InterruptedException {
        Call typed = Requests.of(command, given);
        var client = new ApiClient(targets.find(options.server()));
        if (command.isConfirmed() && !given.yes()) {
            Confirmation.require(command, given.things(command), client.target().address());
        }
        Call call = command.isOfCurrentSession()
                ? typed.withPath(new ThingLookup(client).pathOfCurrentSession(command, given))
                : typed;
        var request = new Request(command, given, call, client);
        do {
            print(request, new AnswerPrinter(out, columns.get(), options));
        } while (given.watch() && Watch.waits(out));
        return 0;
    }

    /** Sends a call. */
    private interface Sender<T> {
        T send(ApiClient client, Call call) throws InterruptedException;
    }

    private record Request(ApiCommand command, GivenArguments given, Call call, ApiClient client) {
        /** Sends the call. If the service does not know a thing, the call is sent again with the ids that the user can mean. */
        <T> T send(Sender<T> sender) throws InterruptedException {
            try {
                return sender.send(client, call);
            } catch (ClientException e) {
                // Some routes report a name or a part of an id as unknown, others as wrong.
                if (command.isOfCurrentSession() || e.kind() != Kind.NOT_FOUND && e.kind() != Kind.USAGE) {
                    throw e;
                }
                String path = new ThingLookup(client).path(command, given, e);
                return sender.send(client, call.withPath(path));
            }
        }
    }

    private void print(Request request, AnswerPrinter printer) throws InterruptedException {
        switch (request.command().view()) {
            case View.Rows rows -> {
                List<JsonNode> items = request.send((client, call) -> items(client, call, rows));
                printer.print(items, rows.columns());
                requireSuccess(items);
            }
            case View.Text _ ->
                printer.print(
                        request.send((client, call) -> client.text(call, "*/*")).stripTrailing());
            case View.Fields _ -> printer.print(part(request, request.send(ApiClient::send)));
        }
    }

    /** Throws {@link ClientException} if the service has reported a problem with an item. */
    private void requireSuccess(List<JsonNode> items) {
        long failed = items.stream()
                .filter(item -> item.has("problem") && item.has("index"))
                .count();
        if (failed > 0) {
            out.flush();
            throw new ClientException(
                    Kind.REFUSED,
                    failed + " of " + items.size() + " were refused, for the reasons in the column DETAIL.");
        }
    }

    /** The field of the answer that an argument names; all of it without such an argument. */
    private static JsonNode part(Request request, JsonNode answer) {
        return request.command().arguments().stream()
                .filter(argument -> argument.place() == Place.ANSWER)
                .flatMap(argument -> request.given().values(argument).stream())
                .findFirst()
                .map(path -> field(answer, path))
                .orElse(answer);
    }

    private static JsonNode field(JsonNode answer, String path) {
        JsonNode field = answer.at("/" + path.replace('.', '/'));
        if (field.isMissingNode()) {
            throw new ClientException(
                    Kind.NOT_FOUND,
                    "The answer has no field '" + path + "'. The same command without it shows all fields.");
        }
        return field;
    }

    /** The items of all pages, or of the first one if the user gave a limit. */
    private static List<JsonNode> items(ApiClient client, Call call, View.Rows rows) throws InterruptedException {
        boolean hasLimit =
                call.query().stream().anyMatch(parameter -> parameter.getKey().equals("limit"));
        return rows.isPaged() && !hasLimit
                ? Pages.all(client, call.with("limit", LARGEST_PAGE), rows.list())
                : Pages.first(client, call, rows.list());
    }
}
