package dev.yardmaster.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorktreeNameTest {
    private static final UUID TASK = UUID.fromString("01936d1f-8c2a-7f00-9abc-0123456789ab");

    @ParameterizedTest
    @MethodSource("titles")
    void shouldMakeABranchOfAnyTitle(String title, String branch) throws Exception {
        // When
        String name = WorktreeName.branch(TASK, title);

        // Then
        assertThat(name).isEqualTo("yardmaster/0123456789ab" + branch);
        assertThat(new ProcessBuilder("git", "check-ref-format", "--branch", name)
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Stream<Arguments> titles() {
        return Map.of(
                        "Fix the login",
                        "-fix-the-login",
                        "--force -rf",
                        "-force-rf",
                        "It's \"quoted\" & a/b\\c..d.lock",
                        "-it-s-quoted-a-b-c-d-lock",
                        "\uD83D\uDE80\uD83D\uDE80",
                        "",
                        "",
                        "",
                        "Größe ändern: Café",
                        "-gro-e-andern-cafe",
                        "修复登录",
                        "",
                        "x".repeat(10_000),
                        "-" + "x".repeat(40),
                        "a\nb\tc\0d",
                        "-a-b-c-d",
                        "refs/heads/@{-1}~1^",
                        "-refs-heads-1-1")
                .entrySet()
                .stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }
}
