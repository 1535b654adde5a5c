package dev.yardmaster.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.client.ClientException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contexts of a user, in a file that only this user can read, because it contains tokens. */
public final class Contexts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public Contexts(Path file) {
        this.file = file;
    }

    /** The file of the user: {@code $XDG_CONFIG_HOME/yardmaster/contexts.json}, by default below {@code ~/.config}. */
    public static Path defaultFile(Map<String, String> environment, Path userHome) {
        return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .filter(directory -> !directory.isBlank())
                .map(Path::of)
                .orElseGet(() -> userHome.resolve(".config"))
                .resolve("yardmaster")
                .resolve("contexts.json");
    }

    /** All contexts in the order in which they were added. */
    public List<Context> all() {
        List<Context> all = new ArrayList<>();
        read().path("contexts")
                .properties()
                .forEach(entry -> all.add(new Context(
                        entry.getKey(),
                        Targets.url(
                                entry.getValue().path("server").asText(),
                                "The server of '" + entry.getKey() + "' in " + file),
                        text(entry.getValue().path("token")))));
        return List.copyOf(all);
    }

    /** The context that commands use by default. */
    public Optional<Context> current() {
        return text(read().path("current")).flatMap(this::find);
    }

    public Optional<Context> find(String name) {
        return all().stream().filter(context -> context.name().equals(name)).findFirst();
    }

    /** The token that is stored for an address. */
    Optional<String> tokenFor(URI address) {
        return all().stream()
                .filter(context -> context.address().equals(address))
                .flatMap(context -> context.token().stream())
                .findFirst();
    }

    /** Adds or replaces a context and makes it the current one. */
    public void put(Context context) {
        ObjectNode root = read();
        ObjectNode entry = root.withObjectProperty("contexts").putObject(context.name());
        entry.put("server", context.address().toString());
        context.token().ifPresent(token -> entry.put("token", token));
        write(root.put("current", context.name()));
    }

    /** Makes a context the current one. */
    public void use(String name) {
        require(name);
        write(read().put("current", name));
    }

    /** Removes a context with its token. */
    public void remove(String name) {
        require(name);
        ObjectNode root = read();
        root.withObjectProperty("contexts").remove(name);
        if (root.path("current").asText().equals(name)) {
            root.remove("current");
        }
        write(root);
    }

    private void require(String name) {
        if (!read().path("contexts").has(name)) {
            throw new ClientException(
                    Kind.NOT_FOUND,
                    "The context '" + name + "' does not exist. `yardmaster context list` lists the contexts, and"
                            + " `yardmaster login` adds one.");
        }
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private ObjectNode read() {
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            if (root instanceof ObjectNode contexts) {
                return contexts;
            }
            throw new ClientException(Kind.USAGE, "The file " + file + " is not a JSON object. Correct or remove it.");
        } catch (NoSuchFileException _) {
            return JSON.createObjectNode();
        } catch (IOException e) {
            throw new ClientException(
                    Kind.USAGE,
                    "The file " + file + " can't be read: " + e.getMessage() + ". Correct or remove it.",
                    e);
        }
    }

    /** Replaces the file at once, so that another command never reads a half of it. */
    private void write(ObjectNode root) {
        try {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporary = Files.createTempFile(directory, "contexts", ".new", ownerOnly);
            Files.writeString(temporary, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ClientException(
                    Kind.USAGE, "The file " + file + " can't be written: " + e + ". Check its permissions.", e);
        }
    }
}
