package dev.yardmaster.follow;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Backoff;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.client.EventStream.Frame;
import dev.yardmaster.client.Targets;
import dev.yardmaster.command.RequestOptions;
import dev.yardmaster.command.ThingLookup;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that shows events until the stream ends, or until Ctrl-C. */
abstract class StreamCommand implements Callable<Integer> {
    private final Targets targets;
    private final PrintStream out;
    private final Supplier<Screen> screen;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Option(names = "--after", paramLabel = "CURSOR", description = "Start after the event with this cursor.")
    private @Nullable String after;

    @Option(names = "--tools", description = "Show the inputs and outputs of tools as a whole.")
    private boolean tools;

    StreamCommand(Targets targets, PrintStream out, Supplier<Screen> screen) {
        this.targets = targets;
        this.out = out;
        this.screen = screen;
    }

    /** The path of the list of the things that the command follows. */
    abstract String collection();

    /** The thing as the user named it. */
    abstract String thing();

    /** Follows the stream of a thing until its end. */
    abstract void follow(ApiClient client, String thing, Console console, Follower.Handler handler)
            throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        var client = new ApiClient(targets.find(request.server()));
        var console = new Console(out, spec.commandLine().getErr());
        var hook = new Thread(console::close);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            follow(client, console);
            console.close();
        } catch (Console.OutputClosed _) {
            // As for `| head`: the reader has seen enough.
        } finally {
            remove(hook);
        }
        return 0;
    }

    /** Follows the thing with the name or id, else the one whose id begins so. */
    private void follow(ApiClient client, Console console) throws InterruptedException {
        Follower.Handler handler = handler(client, console);
        try {
            follow(client, thing(), console, handler);
        } catch (ClientException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            String id = new ThingLookup(client).id(collection(), thing(), e);
            if (id.equals(thing())) {
                throw e;
            }
            follow(client, id, console, handler);
        }
    }

    /** Follows a source from the cursor of the user. Returns whether there were any events. */
    final boolean follow(Follower.Source source, Console console, Follower.Handler handler)
            throws InterruptedException {
        var backoff = new Backoff(RandomGenerator.getDefault());
        return new Follower(source, backoff, Thread::sleep, console::notice)
                .follow(Optional.ofNullable(after), handler);
    }

    private Follower.Handler handler(ApiClient client, Console console) {
        if (request.json()) {
            return (frame, _) -> console.print(json(frame) + "\n");
        }
        if (request.quiet()) {
            return (frame, _) -> frame.id().ifPresent(id -> console.print(id + "\n"));
        }
        var renderer = new EventRenderer(screen.get(), tools, Clock.systemDefaultZone(), new Sessions(client)::card);
        return (frame, event) ->
                console.print(event.map(renderer::render).orElseGet(() -> renderer.unreadable(frame.text())));
    }

    /** The event as the service sent it, with its cursor as a first field. */
    static String json(Frame frame) {
        return frame.id()
                .map(id -> "{\"cursor\":" + TextNode.valueOf(id) + ","
                        + frame.text().substring(1))
                .orElse(frame.text());
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process ends, and runs the hook.
        }
    }
}
