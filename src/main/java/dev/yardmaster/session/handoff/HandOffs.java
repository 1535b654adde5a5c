package dev.yardmaster.session.handoff;

import dev.yardmaster.process.Redactor;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.session.log.ChunkRepository;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Writes the hand-offs for sessions that continue the work of others. */
@Singleton
public class HandOffs {
    /** The chunks at the end of a log that a hand-off is made from, about 64,000 events. It only needs the last messages and tool calls. */
    private static final int LAST_CHUNKS = 64;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String FILE = "hand-off.md";

    private final ChunkRepository chunks;
    private final Pool pool;

    HandOffs(ChunkRepository chunks, Pool pool) {
        this.chunks = chunks;
        this.pool = pool;
    }

    /** The first message for an agent that gets a hand-off: a pointer to the hand-off, then the actual prompt. */
    public static String prompt(Path scratch, Optional<String> prompt) {
        return "An earlier session has worked on this, and you continue where it stopped. Read " + file(scratch)
                + " first: it records what was asked for and what was done."
                + prompt.map(text -> "\n\n" + text).orElse("");
    }

    /** The first message for an agent whose earlier work has ended: the actual prompt, then a pointer to the hand-off. */
    public static String background(Path scratch, Optional<String> prompt) {
        return prompt.map(text -> text + "\n\n").orElse("") + "Your last session has ended. " + file(scratch)
                + " records what it was asked for and what it did, if you need to know it.";
    }

    /** The file of a session's hand-off. */
    public static Path file(Path scratch) {
        return scratch.resolve(FILE);
    }

    /**
     * The hand-off from an earlier session, as Markdown. Blocks while it reads the end of the earlier session's log, and its work tree.
     *
     * @param request the launch that gets the hand-off; the secrets of its executable are redacted
     */
    public String markdown(LaunchRequest request, EarlierSession earlier) {
        var text = new HandOffText(Redactor.of(request.executable().environment()));
        var events = new HandOffEvents(text);
        chunks.last(earlier.id(), LAST_CHUNKS).await().atMost(TIMEOUT).forEach(chunk -> events.read(chunk.slice()));
        var tree = HandOffTree.read(Path.of(earlier.directory()), earlier.startedAt());
        return new HandOff(text, earlier, earlier.task().flatMap(this::work), events, tree).markdown();
    }

    private Optional<HandOff.Work> work(UUID task) {
        return pool.preparedQuery("SELECT title, prompt FROM task WHERE id = $1")
                .execute(Tuple.of(task))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new HandOff.Work(row.getString("title"), row.getString("prompt"))))
                .await()
                .atMost(TIMEOUT);
    }
}
