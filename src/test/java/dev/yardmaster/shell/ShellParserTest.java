package dev.yardmaster.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '¤',
            value = {
                "git log § git log",
                "git log; rm x § git log | rm x",
                "x && rm -rf y § x | rm -rf y",
                "a || b & c § a | b | c",
                "a|b|&c § a | b | c",
                "(cd x; rm y) > z § cd x | rm y |",
                "{ a; b; } § a | b",
                "! rm x § rm x",
                "echo \"$(rm x)\" § rm x | echo $()",
                "echo `rm x` § rm x | echo $()",
                "echo $(a $(b)) § b | a $() | echo $()",
                "diff <(rm x) y § rm x | diff $() y",
                "r'm' \"-r\"f\\ x § rm '-rf x'",
                "\\rm x § rm x",
                "rm x # not y § rm x",
                "echo a#b § echo 'a#b'",
                "A=b rm x § rm x",
                "A=$(rm x) § rm x |",
                "a 2>&1 >/dev/null § a",
                "a >b§ a",
                "cat <<'E'\\n$(rm x)\\nE\\nls § cat | ls",
                "cat <<-E | sh\\n\\tx\\n\\tE § cat | sh",
                "echo ${HOME} $1 \"$@\" § echo ${HOME} $1 $@",
                "ls *.txt § ls *.txt",
                "find . -exec rm {} \\; § find . -exec rm '{}' ';'",
                "[ -f x ] && a § '[' -f x ']' | a",
                "'' § ''"
            })
    void shouldFindEveryCommand(String script, String expected) {
        // When
        var commands = ShellParser.parse(script.replace("\\n", "\n").replace("\\t", "\t"))
                .orElseThrow();

        // Then
        assertThat(commands.stream().map(ShellCommand::shown).toList())
                .isEqualTo(List.of(expected.split(" ?\\| ?", -1)));
    }

    @Test
    void shouldJoinContinuedLines() {
        // When
        var commands = ShellParser.parse("git \\\n  log\nr\\\nm x").orElseThrow();

        // Then
        assertThat(commands).extracting(ShellCommand::shown).containsExactly("git log", "rm x");
    }

    @Test
    void shouldSeparateLinesAsCommands() {
        // When
        var commands = ShellParser.parse("git log\nrm x\n\n# done\n").orElseThrow();

        // Then
        assertThat(commands).extracting(ShellCommand::shown).containsExactly("git log", "rm x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if true; then rm x; fi",
                "for x in a; do rm x; done",
                "while true; do a; done",
                "case x in a) rm y;; esac",
                "f() { rm x; }",
                "function f { rm x; }",
                "[[ -f x ]]",
                "time rm x",
                "echo $((1 + 1))",
                "((x = 1))",
                "echo ${x:-$(rm y)}",
                "echo ${!x}",
                "$CMD x",
                "$(which rm) x",
                "r? x",
                "/bin/{rm,-f} x",
                "echo $'\\x72'",
                "echo 'open",
                "echo \"open",
                "echo $(open",
                "(open",
                "closed)",
                "a &&& b",
                "; a",
                "a ;; b",
                "a | | b",
                "cat <<E\n$(rm x)\nE",
                "cat <<E\nopen",
                "cat <<E \"x\n\"\nE",
                "cat <<E $(a\n)\nE",
                "a=(b c)",
                "echo !(x)",
                "a\\",
                "echo \u0007",
                "a\rb",
                "repeat 3 rm x",
                "noglob rm x",
                "a <<< $((1))"
            })
    void shouldUnderstandNothingOfATextWithSomethingUnknown(String script) {
        assertThat(ShellParser.parse(script)).isEmpty();
    }

    @Test
    void shouldRefuseDeepNesting() {
        assertThat(ShellParser.parse("(".repeat(1000) + "a" + ")".repeat(1000))).isEmpty();
    }

    @Test
    void shouldTellWritingRedirections() {
        // When
        var command = ShellParser.parse("a <b >c 2>>d &>e 3<>f >&g 2>&1 <<<h")
                .orElseThrow()
                .getFirst();

        // Then
        assertThat(command.shown()).isEqualTo("a");
        assertThat(command.redirections())
                .extracting(it -> it.writes() + " " + it.target().text())
                .containsExactly("false b", "true c", "true d", "true e", "true f", "true g", "false h");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '¤',
            value = {"$x, false", "a*, false", "'a*', true", "{a}, false", "\"$x\", false", "\\$x, true", "{}, true"})
    void shouldTellWhichWordsTheShellChanges(String word, boolean fixed) {
        // When
        var command = ShellParser.parse("a " + word).orElseThrow().getFirst();

        // Then
        assertThat(command.words().getLast().fixed()).isEqualTo(fixed);
    }

    @Test
    void shouldNoteAssignments() {
        assertThat(ShellParser.parse("A=b a").orElseThrow().getFirst().assignments())
                .isTrue();
        assertThat(ShellParser.parse("a A=b").orElseThrow().getFirst().assignments())
                .isFalse();
    }
}
