package dev.yardmaster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.client.HomeService;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    Path home;

    private Process other;

    @AfterEach
    void killOther() throws InterruptedException {
        if (other != null) {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldRejectAHomeThatIsInUseAndNameTheOtherService() throws Exception {
        // Given
        startOther();

        // When
        var thrown = assertThatThrownBy(() -> HomeLock.take(home));

        // Then
        thrown.isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(e.detail()).contains(home.toString(), "pid " + other.pid(), "http://127.0.0.1:1");
        });
    }

    @Test
    void shouldRecognizeTheLockOfAnotherServiceWithoutChangingTheHome() throws Exception {
        // Given
        Path free = home.resolve("free");
        startOther();

        // When
        boolean taken = new HomeService(home).isRunning();
        boolean freeTaken = new HomeService(free).isRunning();

        // Then
        assertThat(taken).isTrue();
        assertThat(freeTaken).isFalse();
        assertThat(free).doesNotExist();
        other.destroyForcibly().waitFor();
        assertThat(new HomeService(home).isRunning()).isFalse();
    }

    @Test
    void shouldTakeAHomeWhileACommandLooksWhetherAServiceRuns() throws Exception {
        // Given
        startOther(Looker.class);

        // When
        try (HomeLock _ = HomeLock.take(home)) {
            // Then
            assertThat(new HomeService(home).isRunning()).isTrue();
        }
    }

    @Test
    void shouldCreateAHomeThatOnlyItsOwnerCanEnter() throws Exception {
        // Given
        Path created = home.resolve("a/b");

        // When
        try (HomeLock _ = HomeLock.take(created)) {
            // Then
            assertThat(Files.getPosixFilePermissions(created)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void shouldRestrictTheHomeOfAnEarlierVersionButNoOtherDirectory() throws Exception {
        // Given
        Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxr-xr-x");
        Path earlier = Files.createDirectory(home.resolve("earlier"));
        Files.createFile(earlier.resolve("lock"));
        Path other = Files.createDirectory(home.resolve("other"));
        Files.setPosixFilePermissions(earlier, open);
        Files.setPosixFilePermissions(other, open);

        // When
        HomeLock.take(earlier).close();
        HomeLock.take(other).close();

        // Then
        assertThat(Files.getPosixFilePermissions(earlier)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(other)).isEqualTo(open);
    }

    @Test
    void shouldTakeOverAHomeAfterItsServiceWasKilled() throws Exception {
        // Given
        startOther();
        other.destroyForcibly().waitFor();

        // When
        HomeLock lock = HomeLock.take(home);

        // Then
        lock.announce("http://127.0.0.1:2");
        assertThat(home.resolve("service"))
                .content()
                .contains("http://127.0.0.1:2", "" + ProcessHandle.current().pid());
        lock.close();
        assertThat(home.resolve("service")).doesNotExist();
    }

    @Test
    void shouldReleaseTheHomeWhenItIsClosed() throws IOException {
        // Given
        HomeLock.take(home.resolve("new/home")).close();

        // When
        var again = assertThatCode(() -> HomeLock.take(home.resolve("new/home")).close());

        // Then
        again.doesNotThrowAnyException();
    }

    @Test
    void shouldNameAHomeThatCannotBeUsed() throws IOException {
        // Given
        Path file = Files.writeString(home.resolve("file"), "");

        // When
        var thrown = assertThatThrownBy(() -> HomeLock.take(file));

        // Then
        thrown.isInstanceOf(YardmasterException.class).hasMessageContaining(file.toString());
    }

    private void startOther() throws IOException {
        startOther(Holder.class);
    }

    private void startOther(Class<?> program) throws IOException {
        other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(other.inputReader().readLine()).isEqualTo("locked");
    }

    /** Another service on the same home. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            HomeLock.take(Path.of(arguments[0])).announce("http://127.0.0.1:1");
            System.out.println("locked");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** A command that looks whether a service runs, and takes long. */
    static final class Looker {
        public static void main(String[] arguments) throws Exception {
            Path lock = Path.of(arguments[0], "lock");
            try (var channel = FileChannel.open(
                            lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    var _ = channel.lock(HomeService.SIGN_OF_LIFE, 1, true)) {
                System.out.println("locked");
                Thread.sleep(500);
            }
        }
    }
}
