package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.client.Context;
import dev.yardmaster.client.Contexts;
import dev.yardmaster.client.Targets;
import dev.yardmaster.terminal.PlainText;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores the address and the token of a service as a context. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = {
            "Stores the address and the token of a service, after the service has accepted the token.",
            "The service of this machine needs no login: commands find its token in its home."
        })
final class LoginCommand implements Callable<Integer> {
    private final Targets targets;
    private final Contexts contexts;
    private final PrintStream out;

    @Parameters(paramLabel = "URL", description = "The address of the service, such as https://crew.example.com.")
    private String url = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name of the context (default: the host and the port).")
    private @Nullable String name;

    @Option(names = "--with-token", description = "Read the token from the standard input, without a question.")
    private boolean withToken;

    LoginCommand(Targets targets, Contexts contexts, PrintStream out) {
        this.targets = targets;
        this.contexts = contexts;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        URI address = Targets.url(url, "URL");
        String token = withToken ? piped() : asked(address);
        JsonNode caller = new ApiClient(targets.of(address, token)).get("/api/caller");
        var context =
                new Context(Optional.ofNullable(name).orElseGet(address::getAuthority), address, Optional.of(token));
        contexts.put(context);
        out.println("Commands now use " + address + " (context '" + context.name() + "') as '"
                + PlainText.line(caller.path("name").asText()) + "' with the role "
                + caller.path("role").asText() + ".");
        return ExitCode.OK;
    }

    private static String piped() throws IOException {
        return required(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    }

    private static String asked(URI address) {
        Console console = System.console();
        if (console == null) {
            throw new ClientException(
                    Kind.USAGE,
                    "There is no terminal to ask for the token. Write it to the standard input, and add --with-token.");
        }
        char[] answer = console.readPassword("Token for %s: ", address);
        return required(answer == null ? "" : new String(answer));
    }

    private static String required(String token) {
        if (token.isBlank()) {
            throw new ClientException(
                    Kind.USAGE,
                    "The token is empty. `yardmaster token create NAME --role operator` creates one on the service.");
        }
        return token.strip();
    }
}
