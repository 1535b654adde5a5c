package dev.yardmaster.follow;

import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.EventStream;
import dev.yardmaster.client.EventStream.Frame;
import dev.yardmaster.client.Targets;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the events of an agent's running sessions, and then of its next ones. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the events of an agent live, from session to session, until Ctrl-C.",
            "Running sessions are shown from their start. Ctrl-C ends the command only; the agent goes on."
        })
public final class AgentStreamCommand extends StreamCommand {
    @Parameters(paramLabel = "AGENT", description = "The name or id of the agent.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private String agent;

    @Option(names = "--from-now", description = "Do not show what the running sessions have done so far.")
    private boolean fromNow;

    /** @param screen where the output goes; asked only if it is text for people */
    public AgentStreamCommand(Targets targets, PrintStream out, Supplier<Screen> screen) {
        super(targets, out, screen);
    }

    @Override
    String collection() {
        return "/api/agents";
    }

    @Override
    String thing() {
        return agent;
    }

    @Override
    void follow(ApiClient client, String id, Console console, Follower.Handler handler) throws InterruptedException {
        Call call = Call.get(collection() + "/" + Call.part(id) + "/events");
        follow(
                new Follower.Source() {
                    @Override
                    public EventStream open(Optional<String> cursor) throws InterruptedException {
                        return client.stream(call, cursor);
                    }

                    @Override
                    public void earlier(Consumer<Frame> events) throws InterruptedException {
                        showRunning(id, new Sessions(client), console, events);
                    }
                },
                console,
                handler);
    }

    /** The stream is open already, so what the sessions do meanwhile is not missed. */
    private void showRunning(String id, Sessions sessions, Console console, Consumer<Frame> events)
            throws InterruptedException {
        List<String> running = sessions.running(id);
        if (running.isEmpty()) {
            console.notice("No session of '" + agent + "' runs now. The next one is shown when it starts.");
        }
        for (String session : fromNow ? List.<String>of() : running) {
            sessions.events(session, events);
        }
    }
}
