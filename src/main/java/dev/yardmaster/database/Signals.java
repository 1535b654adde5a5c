package dev.yardmaster.database;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The signals that end PostgreSQL's processes. The JDK can't send them, but every shell can. */
enum Signals {
    /** To a server: end all connections, write all data, stop. */
    INT,
    /** To any process of PostgreSQL: stop immediately; the next start recovers from the write-ahead log. */
    QUIT,
    KILL;

    private static final Logger LOG = Logger.getLogger(Signals.class);

    /** Sends the signal, even if the thread is interrupted. Processes that have already ended are ignored. */
    void send(Collection<Long> pids) {
        List<String> kill = Stream.concat(
                        Stream.of("/bin/sh", "-c", "kill -" + name() + " \"$@\"", "sh"),
                        pids.stream().map(String::valueOf))
                .toList();
        try {
            Process process = DatabaseCommand.prepare(kill, Path.of("/"))
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            BoundedWait.ended(process, Duration.ofSeconds(5));
        } catch (IOException e) {
            LOG.warnf("signal not sent signal=%s pids=%s reason=%s", this, pids, e);
        }
    }
}
