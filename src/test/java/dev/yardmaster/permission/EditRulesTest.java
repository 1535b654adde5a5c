package dev.yardmaster.permission;

import static dev.yardmaster.permission.RuleFixture.command;
import static dev.yardmaster.permission.RuleFixture.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.ToolUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for the files that agents edit, and for those to which their commands redirect output. */
class EditRulesTest {
    private static final Path DIRECTORY = Path.of("/srv/shop");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo x > ~/a.md",
                "cd / && echo x > docs/a.md",
                "cd docs; echo x > a.md",
                "echo x > /tmp/docs/a.md",
                "echo x >! secret"
            })
    void shouldNotAllowARedirectionToAFileThatIsNotKnown(String command) {
        // Given
        PermissionRules rules = rules("allow command *", "allow edit **");

        // Then
        assertThat(rules.decide(command(command), DIRECTORY)).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    void shouldAskIfARedirectionMayBeToAFileThatARuleDenies() {
        // Given
        PermissionRules rules = rules("allow command *", "deny edit /home/x/**", "deny edit docs/**");

        // Then
        assertThat(rules.decide(command("echo x > ~/a"), DIRECTORY)).isInstanceOf(Verdict.Asked.class);
        assertThat(rules.decide(command("cd docs && echo x > a"), DIRECTORY)).isInstanceOf(Verdict.Asked.class);
        assertThat(rules.decide(edit(), DIRECTORY)).isInstanceOf(Verdict.Asked.class);
    }

    @Test
    void shouldAllowFilesOutsideOnlyByAnAbsolutePattern() {
        assertThat(rules("allow edit **").decide(edit("~/x"), DIRECTORY)).isInstanceOf(Verdict.Undecided.class);
        assertThat(EditedPath.isInside("~/.ssh/id_rsa", DIRECTORY)).isFalse();
        assertThat(rules("allow edit **").decide(edit("/etc/x"), DIRECTORY)).isInstanceOf(Verdict.Undecided.class);
        assertThat(rules("allow edit **/x").decide(edit("../x"), DIRECTORY)).isInstanceOf(Verdict.Undecided.class);
        assertThat(rules("allow edit /etc/**").decide(edit("/etc/x"), DIRECTORY))
                .isInstanceOf(Verdict.Allowed.class);
        assertThat(rules("deny edit **/x").decide(edit("/etc/x"), DIRECTORY)).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void shouldJudgeEachChangedFile() {
        // Given
        PermissionRules rules = rules("allow edit src/**", "deny edit **/*.key");

        // Then
        assertThat(rules.decide(edit("/srv/shop/src/a/b.c"), DIRECTORY)).isInstanceOf(Verdict.Allowed.class);
        assertThat(rules.decide(edit("src/a", "pom.xml"), DIRECTORY)).isInstanceOf(Verdict.Undecided.class);
        assertThat(rules.decide(edit("src/../pom.xml"), DIRECTORY)).isInstanceOf(Verdict.Undecided.class);
        assertThat(rules.decide(edit("src/a", "src/x.key"), DIRECTORY)).isInstanceOf(Verdict.Denied.class);
        assertThat(rules.decide(edit("x.key"), DIRECTORY)).isInstanceOf(Verdict.Denied.class);
        assertThat(rules.decide(edit("/srv/src/a"), DIRECTORY)).isInstanceOf(Verdict.Undecided.class);
        assertThat(rules.decide(edit(), DIRECTORY)).isInstanceOf(Verdict.Asked.class);
        assertThat(rules.decide(command("ls > x.key"), DIRECTORY)).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void shouldFollowALinkWhoseTargetDoesNotExist(@TempDir Path directory) throws IOException {
        // Given
        Path work = Files.createDirectory(directory.resolve("work"));
        Path outside = Files.createDirectories(directory.resolve("outside/deep"));
        Files.createSymbolicLink(work.resolve("new"), directory.resolve("outside/none"));
        Files.createSymbolicLink(work.resolve("link"), outside);
        Files.createSymbolicLink(work.resolve("round"), work.resolve("round"));
        PermissionRules rules = rules("allow edit **");

        // Then
        assertThat(rules.decide(edit("new"), work)).isInstanceOf(Verdict.Undecided.class);
        assertThat(rules.decide(edit("link/../x"), work)).isInstanceOf(Verdict.Undecided.class);
        assertThat(rules.decide(edit("none/../x"), work)).isInstanceOf(Verdict.Allowed.class);
        assertThat(EditedPath.names("round", work)).contains("round");
    }

    @Test
    void shouldFollowSymbolicLinks(@TempDir Path directory) throws IOException {
        // Given
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path work = Files.createDirectory(directory.resolve("work"));
        Files.createSymbolicLink(work.resolve("src"), outside);
        PermissionRules rules = rules("allow edit src/**");

        // Then
        assertThat(rules.decide(edit("src/a"), work)).isInstanceOf(Verdict.Undecided.class);
        assertThat(EditedPath.isInside("src/a", work)).isFalse();
        assertThat(EditedPath.isInside("lib/a", work)).isTrue();
    }

    private static ToolUse edit(String... paths) {
        return ToolUse.edit(List.of(paths), JsonSlice.nullValue());
    }
}
