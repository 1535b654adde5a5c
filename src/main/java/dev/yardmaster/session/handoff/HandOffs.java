package dev.yardmaster.session.handoff;

import dev.yardmaster.process.Redactor;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes the hand-offs for sessions that continue the work of others. */
@Singleton
public class HandOffs {
    private static final int CHUNKS_PER_PAGE = 16;
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

    /** The file of a session's hand-off. */
    public static Path file(Path scratch) {
        return scratch.resolve(FILE);
    }

    /**
     * The hand-off from an earlier session, as Markdown. Blocks while it reads the earlier session's log and work tree.
     *
     * @param request the launch that gets the hand-off; the secrets of its executable are redacted
     */
    public String markdown(LaunchRequest request, EarlierSession earlier) {
        var text = new HandOffText(Redactor.of(request.executable().environment()));
        var events = new HandOffEvents(text);
        for (long after = 0; ; ) {
            List<Chunk> page = chunks.ofSession(earlier.id(), after, CHUNKS_PER_PAGE, false)
                    .await()
                    .indefinitely();
            if (page.isEmpty()) {
                break;
            }
            page.forEach(chunk -> events.read(chunk.slice()));
            after = page.getLast().slice().lastSeq();
        }
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
                .indefinitely();
    }
}
