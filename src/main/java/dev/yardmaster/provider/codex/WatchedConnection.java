package dev.yardmaster.provider.codex;

import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Connection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A connection to a child whose silence is watched until it exits. */
record WatchedConnection(Connection child, SilenceWatch watch) implements Connection {
    @Override
    public void write(String line) {
        child.write(line);
    }

    @Override
    public void closeInput() {
        child.closeInput();
    }

    @Override
    public void stop(Runnable polite, Duration politeGrace, Duration terminateGrace) {
        child.stop(polite, politeGrace, terminateGrace);
    }

    @Override
    public CompletionStage<ProcessExit> gone() {
        return child.gone().thenApply(exit -> {
            watch.close();
            return exit;
        });
    }
}
