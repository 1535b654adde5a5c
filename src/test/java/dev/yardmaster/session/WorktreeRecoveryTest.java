package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.InterruptedSessions.Interrupted;
import dev.yardmaster.session.log.ChunkRepository;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestRepository;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a service keeps of a worktree in which a session worked when the service was killed. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class WorktreeRecoveryTest {
    @Inject
    Recovery recovery;

    @Inject
    Installation installation;

    @Inject
    ChunkRepository chunks;

    @Inject
    Pool pool;

    @Test
    void shouldKeepWhatTheSessionHasWrittenIntoItsWorktree(@TempDir Path directory) {
        // Given
        var sessions = new InterruptedSessions(LocalService.api(), pool, chunks);
        Interrupted interrupted = sessions.interrupt(installation.id());
        TestRepository repository = TestRepository.create(directory.resolve("project"));
        Path worktree = directory.resolve("worktree");
        repository.git("worktree", "add", "--quiet", "-b", "work", worktree.toString());
        repository.git("update-ref", "refs/yardmaster/" + interrupted.task() + "/0", "HEAD");
        repository.at(worktree).write("half", "written\n");
        pool.preparedQuery("INSERT INTO worktree (id, project, instance, repository, path, branch, base_branch, state)"
                        + " VALUES ($1, $2, $3, $4, $5, 'work', 'main', 'present')")
                .execute(Tuple.of(
                        interrupted.task(),
                        UUID.randomUUID(),
                        installation.id(),
                        repository.path().toString(),
                        worktree.toString()))
                .await()
                .indefinitely();

        // When
        recovery.run();

        // Then
        assertThat(sessions.state(interrupted)).isEqualTo("lost");
        assertThat(repository.git("show", "refs/yardmaster/" + interrupted.task() + "/1:half"))
                .isEqualTo("written");
    }
}
