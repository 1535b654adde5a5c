package dev.yardmaster.provider;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Dialogue.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one turn of a real CLI, from the prompt to the CLI's exit, and collects the events of its dialogue. */
public final class OneTurn implements LineListener {
    private static final int LIMIT_SECONDS = 60;

    private final LaunchRequest request;
    private final Dialogue dialogue;
    private final List<String> events = new ArrayList<>();
    private @Nullable Connection connection;

    private OneTurn(LaunchRequest request, Dialogue dialogue) {
        this.request = request;
        this.dialogue = dialogue;
    }

    /** Runs the turn and returns its events as {@link EventTexts} shows them. */
    public static List<String> run(AgentProvider provider, LaunchRequest request) throws Exception {
        OneTurn turn = new OneTurn(request, provider.dialogue(request));
        ProcessExit exit = turn.start(provider).gone().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        synchronized (turn) {
            turn.take(turn.dialogue.onExit(exit));
            return turn.events;
        }
    }

    @Override
    public synchronized void onLine(Line line) {
        Step step = dialogue.onLine(line);
        take(step);
        if (step.events().stream().anyMatch(AgentEvent.TurnEnded.class::isInstance)) {
            connected().closeInput();
        }
    }

    private synchronized Connection start(AgentProvider provider) {
        connection = provider.connect(request, this);
        take(dialogue.start());
        if (request.mode() == LaunchMode.ONE_SHOT) {
            connected().closeInput();
        }
        return connected();
    }

    private void take(Step step) {
        events.addAll(EventTexts.all(step.events()));
        step.replies().forEach(connected()::write);
    }

    private Connection connected() {
        if (connection == null) {
            throw new IllegalStateException("not connected");
        }
        return connection;
    }
}
