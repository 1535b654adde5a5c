package dev.yardmaster.cli;

import dev.yardmaster.client.Context;
import dev.yardmaster.client.Contexts;
import dev.yardmaster.terminal.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the stored services, and chooses the one that commands use. */
@Command(
        name = "context",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows the services that `yardmaster login` has stored, and chooses the one that commands use.")
final class ContextCommand {
    private final Contexts contexts;
    private final PrintStream out;

    ContextCommand(Contexts contexts, PrintStream out) {
        this.contexts = contexts;
        this.out = out;
    }

    @Command(name = "list", aliases = "ls", mixinStandardHelpOptions = true, description = "Lists the contexts.")
    int list() {
        Optional<String> current = contexts.current().map(Context::name);
        List<List<String>> rows = contexts.all().stream()
                .map(context -> List.of(
                        current.filter(context.name()::equals).isPresent() ? "*" : "",
                        context.name(),
                        context.address().toString()))
                .toList();
        new Table(List.of("", "NAME", "SERVER"), rows)
                .lines(OptionalInt.empty())
                .forEach(out::println);
        return ExitCode.OK;
    }

    @Command(name = "use", mixinStandardHelpOptions = true, description = "Chooses the context that commands use.")
    int use(@Parameters(paramLabel = "NAME", description = "The name of a context.") String name) {
        contexts.use(name);
        out.println("Commands now use the context '" + name + "'.");
        return ExitCode.OK;
    }

    @Command(
            name = "rm",
            aliases = {"remove", "delete"},
            mixinStandardHelpOptions = true,
            description =
                    "Removes a context and its token from this machine. The token stays valid until it is revoked.")
    int remove(@Parameters(paramLabel = "NAME", description = "The name of a context.") String name) {
        contexts.remove(name);
        out.println("The context '" + name + "' is removed.");
        return ExitCode.OK;
    }
}
