package dev.yardmaster.top;

import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.client.Targets;
import dev.yardmaster.command.ServiceOption;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jline.utils.AttributedString;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yardmaster top}. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = "Shows the fleet live: the dispatcher, the queue, pools, limits and what each agent does.")
public final class TopCommand implements Callable<Integer> {
    /** The width of a frame that does not go to a terminal. */
    private static final int PRINTED_COLUMNS = 200;

    private final Targets targets;
    private final Map<String, String> environment;
    private final SessionView sessions;
    private final PrintStream out;
    private final Supplier<OptionalInt> columns;
    private final Clock clock = Clock.systemDefaultZone();

    @Mixin
    private final ServiceOption service = new ServiceOption();

    @Option(names = "--once", description = "Print the fleet once, as plain text. Works without a terminal.")
    private boolean once;

    /**
     * @param environment the variables of the process
     * @param sessions shows the stream of a session that the user opens
     * @param out where {@code --once} prints
     * @param columns the width of the terminal; empty if the output goes elsewhere
     */
    public TopCommand(
            Targets targets,
            Map<String, String> environment,
            SessionView sessions,
            PrintStream out,
            Supplier<OptionalInt> columns) {
        this.targets = targets;
        this.environment = environment;
        this.sessions = sessions;
        this.out = out;
        this.columns = columns;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!once && !isTerminal()) {
            throw new ClientException(
                    Kind.USAGE,
                    "`yardmaster top` needs a terminal that can move its cursor. `yardmaster top --once` prints the fleet once.");
        }
        var client = new ApiClient(targets.find(service.server()));
        var fleet = new Fleet(client.target().address().toString());
        var reader = new FleetReader(client, fleet, clock);
        if (once) {
            print(fleet, reader);
        } else {
            // A wrong address or token ends the command before the screen opens.
            client.send(Call.get("/api/dispatcher"));
            follow(client, fleet, reader);
        }
        return 0;
    }

    private void print(Fleet fleet, FleetReader reader) throws InterruptedException {
        reader.readAll();
        reader.readAbout();
        fleet.connection(new Connection.Live());
        var moments = new Moments(clock.instant(), clock.getZone());
        var layout = new Layout(fleet.view(), ViewState.INITIAL, moments, Palette.PLAIN);
        var glyphs = new Glyphs(out.charset());
        for (AttributedString line : layout.all(columns.get().orElse(PRINTED_COLUMNS))) {
            out.println(glyphs.encodable(line).toString().stripTrailing());
        }
    }

    private void follow(ApiClient client, Fleet fleet, FleetReader reader) throws InterruptedException {
        try (var screen = new Screen();
                var follower = new Follower(client, fleet, reader, clock)) {
            follower.start();
            new Top(client, fleet, clock, palette(), sessions).run(screen);
        }
    }

    private boolean isTerminal() {
        return System.console() != null
                && System.console().isTerminal()
                && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    }

    private Palette palette() {
        boolean colors = environment.getOrDefault("NO_COLOR", "").isEmpty() && !"0".equals(environment.get("CLICOLOR"));
        return colors ? Palette.COLORS : Palette.MONOCHROME;
    }
}
