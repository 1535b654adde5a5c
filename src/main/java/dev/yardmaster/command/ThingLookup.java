package dev.yardmaster.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.command.Argument.Place;
import dev.yardmaster.spelling.NearestNames;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the thing that a user means by the first characters of an id, and proposes names for a misspelt one. */
public final class ThingLookup {
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern PREFIX = Pattern.compile("[\\p{XDigit}-]{4,36}");
    /** Lists of things without names, which can be long: they select the ids themselves. */
    private static final Set<String> SEARCHABLE =
            Set.of("/api/tasks", "/api/sessions", "/api/messages", "/api/questions");

    private static final int SHOWN = 5;
    private static final int PROPOSED = 3;

    private final ApiClient client;

    public ThingLookup(ApiClient client) {
        this.client = client;
    }

    /**
     * The path of a command with the full id of each thing. Throws {@link ClientException} if the first characters are those of no thing or of
     * several things, with those that the user can have meant.
     *
     * @param failure what the service answered for the path with what the user typed
     */
    String path(ApiCommand command, GivenArguments given, ClientException failure) throws InterruptedException {
        Map<String, String> ids = new HashMap<>();
        for (Argument argument : command.arguments()) {
            if (argument.place() == Place.PATH) {
                String text = given.pathValue(command, argument.field());
                String collection = ApiCommand.path(command.collection(argument.field()), ids::get);
                ids.put(argument.field(), ID.matcher(text).matches() ? text : id(collection, text, failure));
            }
        }
        if (ids.equals(typed(command, given))) {
            throw failure;
        }
        return command.path(ids::get);
    }

    /** The path of a command for the session that an agent has now. Throws {@link ClientException} if it has none. */
    String pathOfCurrentSession(ApiCommand command, GivenArguments given) throws InterruptedException {
        String agent = given.pathValue(command, "id");
        String session = agent(agent).path("session").asText();
        if (session.isEmpty()) {
            throw new ClientException(
                    Kind.REFUSED,
                    "The agent '" + agent + "' has no running session. `yardmaster agent start` starts one.");
        }
        return command.path(_ -> session);
    }

    private JsonNode agent(String text) throws InterruptedException {
        try {
            return client.get("/api/agents/" + Call.part(text));
        } catch (ClientException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            return client.get("/api/agents/" + id("/api/agents", text, e));
        }
    }

    private static Map<String, String> typed(ApiCommand command, GivenArguments given) {
        Map<String, String> values = new HashMap<>();
        command.arguments().stream()
                .filter(argument -> argument.place() == Place.PATH)
                .forEach(argument -> values.put(argument.field(), given.pathValue(command, argument.field())));
        return values;
    }

    /**
     * The id of a thing. Returns the text itself if a thing has it as its id or name. Throws {@link ClientException} as {@link #path}.
     *
     * @param collection the path of the list of such things
     * @param text what the user typed
     * @param failure what the service answered for it
     */
    public String id(String collection, String text, ClientException failure) throws InterruptedException {
        boolean isPrefix = PREFIX.matcher(text).matches();
        boolean isSearchable = SEARCHABLE.contains(collection);
        if (!isPrefix && isSearchable) {
            throw new ClientException(
                    Kind.NOT_FOUND,
                    "'" + text
                            + "' is no id. Give an id, or at least its first four characters. The command `list` shows the ids.");
        }
        Call list = Call.get(collection);
        List<JsonNode> things = isSearchable
                ? Pages.first(client, list.with("id", text).with("limit", Integer.toString(SHOWN)), "items")
                : Pages.all(client, list, "items");
        if (things.stream()
                .anyMatch(thing -> thing.path("name").asText().equals(text)
                        || thing.path("id").asText().equals(text))) {
            return text;
        }
        List<String> matching = isPrefix ? beginningWith(text, things) : List.of();
        return switch (matching.size()) {
            case 0 ->
                throw isSearchable
                        ? new ClientException(Kind.NOT_FOUND, "Nothing has an id that begins with '" + text + "'.")
                        : unknown(failure, text, things);
            case 1 -> matching.getFirst();
            default ->
                throw new ClientException(
                        Kind.USAGE,
                        "Several ids begin with '" + text + "': "
                                + String.join(", ", matching.subList(0, Math.min(SHOWN, matching.size())))
                                + ". Give more characters.");
        };
    }

    private static List<String> beginningWith(String text, List<JsonNode> things) {
        String digits = text.replace("-", "").toLowerCase(Locale.ROOT);
        return things.stream()
                .map(thing -> thing.path("id").asText())
                .filter(id -> id.replace("-", "").startsWith(digits))
                .toList();
    }

    private static ClientException unknown(ClientException failure, String text, List<JsonNode> things) {
        if (failure.kind() != Kind.NOT_FOUND) {
            return failure;
        }
        List<String> names = NearestNames.of(text, things.stream().flatMap(thing -> name(thing).stream()), PROPOSED);
        return names.isEmpty()
                ? failure
                : new ClientException(
                        failure.kind(),
                        failure.getMessage() + " Did you mean " + String.join(" or ", names) + "?",
                        failure);
    }

    private static Optional<String> name(JsonNode thing) {
        return Stream.of("name", "id")
                .map(thing::get)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .map(JsonNode::asText);
    }
}
