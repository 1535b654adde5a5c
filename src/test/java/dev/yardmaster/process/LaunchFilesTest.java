package dev.yardmaster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchFilesTest {
    @TempDir
    private Path directory;

    @Test
    void shouldWriteFilesThatOnlyTheUserCanRead() throws Exception {
        // Given
        Path file = directory.resolve("a/b/secret.txt");
        LaunchSpec spec = new LaunchSpec(
                List.of("/bin/cat", file.toString()),
                Map.of(),
                directory,
                LaunchSpec.Input.EMPTY,
                Map.of(file, "täglich\n"));
        Recorder recorder = new Recorder();

        // When
        Children.await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(recorder.lines).containsExactly("täglich");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        assertThat(mode(file.getParent().getParent())).isEqualTo("rwx------");
    }

    @Test
    void shouldReplaceAFileThatOtherUsersCanRead() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("secret.txt"), "a much longer old text");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        // When
        LaunchFiles.write(Map.of(file, "new"));

        // Then
        assertThat(file).hasContent("new");
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void shouldReplaceALinkInsteadOfWritingToItsTarget() throws Exception {
        // Given
        Path target = Files.writeString(directory.resolve("target.txt"), "old");
        Path file = Files.createSymbolicLink(directory.resolve("secret.txt"), target);

        // When
        LaunchFiles.write(Map.of(file, "new"));

        // Then
        assertThat(file).isRegularFile().hasContent("new");
        assertThat(target).hasContent("old");
    }

    @Test
    void shouldWriteAQuestionMarkForALoneSurrogate() {
        // Given
        Path file = directory.resolve("text.txt");

        // When
        LaunchFiles.write(Map.of(file, "a\ud800b"));

        // Then
        assertThat(file).hasContent("a?b");
    }

    @Test
    void shouldNameAFileThatCanNotBeWritten() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("file"), "").resolve("below.txt");

        // When / Then
        assertThatThrownBy(() -> LaunchFiles.write(Map.of(file, "x")))
                .isInstanceOfSatisfying(YardmasterException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.LAUNCH_FAILED);
                    assertThat(e.detail())
                            .startsWith("The file " + file + ", which the program needs, can't be written");
                });
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
