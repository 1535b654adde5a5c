package dev.yardmaster.permission;

import static dev.yardmaster.permission.RuleFixture.command;
import static dev.yardmaster.permission.RuleFixture.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.ToolUse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for commands and other tools, and which rule counts if several match. */
class PermissionRulesTest {
    private static final Path DIRECTORY = Path.of("/srv/shop");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git log",
                "git log -5",
                "git log && git log",
                "git log | git log > /dev/null 2>&1",
                "git log \"$HOME\"",
                "echo \"$(git log)\"",
                "bash -c 'git log; echo x'",
                "timeout 5 git log",
                "xargs git log",
                "find . -exec git log {} +",
                "echo 'x; rm y'",
                "echo x # ; rm y",
                "git log \\\n -5",
                "git log; (echo x)"
            })
    void shouldAllowACommandOfWhichRulesAllowEveryPart(String command) {
        // Given
        PermissionRules rules = rules(
                "allow command git log *",
                "allow command echo *",
                "allow command bash *",
                "allow command timeout *",
                "allow command xargs *",
                "allow command find *");

        // Then
        assertThat(rules.decide(command(command), DIRECTORY)).isInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git log; rm x",
                "git log && rm -rf x",
                "git log || rm x",
                "git log | sh",
                "git log & rm x",
                "git log\nrm x",
                "git log $(rm x)",
                "git log \"$(rm x)\"",
                "git log `rm x`",
                "git log > .git/hooks/post-commit",
                "git log >> x",
                "(git log; rm x)",
                "bash -c 'git log; rm x'",
                "bash -lc \"rm x\"",
                "bash script.sh",
                "bash <<< 'rm x'",
                "bash <<'E'\nrm x\nE",
                "env rm x",
                "env A=b git log",
                "A=b git log",
                "PATH=/tmp; git log",
                "xargs rm",
                "xargs -n 1 git log",
                "find . -delete",
                "find . -exec rm {} ;",
                "find . -exec rm {} \\;",
                "eval git log",
                "source x",
                "git logs",
                "git",
                "for x in a; do git log; done",
                "git log <(rm x)",
                "sudo git log",
                "/tmp/git log",
                "git\tlog\trm;rm x",
                "find . $(echo -exec rm x +)",
                "find . $x",
                "find /bin/rm -exec {} x ;",
                "=rm x"
            })
    void shouldNotAllowACommandWithAPartThatNoRuleAllows(String command) {
        // Given
        PermissionRules rules = rules(
                "allow command git log *",
                "allow command echo *",
                "allow command bash *",
                "allow command env *",
                "allow command xargs *",
                "allow command find *",
                "allow command eval *",
                "allow command source *");

        // Then
        assertThat(rules.decide(command(command), DIRECTORY)).isNotInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm",
                "rm -rf x",
                "ls; rm x",
                "/bin/rm x",
                "r'm' x",
                "\\rm x",
                "\"rm\" x",
                "A=b rm x",
                "sh -c 'rm x'",
                "env A=b rm x",
                "nohup rm x",
                "timeout 5s rm x",
                "ls | xargs rm",
                "find . -exec rm {} \\;",
                "echo $(rm x)",
                "rm $x",
                "rm 'x y'",
                "xargs rm"
            })
    void shouldDenyACommandWithAPartThatARuleDenies(String command) {
        // Given
        PermissionRules rules = rules("allow command *", "deny command rm *");

        // Then
        assertThat(rules.decide(command(command), DIRECTORY)).isInstanceOf(Verdict.Denied.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for x in a; do rm x; done",
                "$cmd x",
                "bash x.sh",
                "eval rm x",
                "xargs -0 rm",
                "sudo -u x rm y",
                "rm() { x; }"
            })
    void shouldAskIfARuleMayDenyWhatIsNotUnderstood(String command) {
        // Given
        PermissionRules rules = rules("allow command *", "deny command rm *");

        // Then
        assertThat(rules.decide(command(command), DIRECTORY)).isInstanceOf(Verdict.Asked.class);
    }

    @Test
    void shouldAskIfAVariableMayHideWhatARuleDenies() {
        // Given
        PermissionRules rules = rules("allow command git *", "deny command git push *");

        // Then
        assertThat(rules.decide(command("git $x"), DIRECTORY)).isInstanceOf(Verdict.Asked.class);
        assertThat(rules.decide(command("git push"), DIRECTORY)).isInstanceOf(Verdict.Denied.class);
        assertThat(rules.decide(command("git log"), DIRECTORY)).isInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo push | xargs git",
                "find push -exec git {} \\;",
                "find . -exec sh -c 'git {}' \\;",
                "su -c 'git push'",
                "git $x"
            })
    void shouldAskIfAnArgumentMayBeWhatARuleDenies(String command) {
        // Given
        PermissionRules rules = rules("allow command *", "deny command *push*", "deny command git push *");

        // Then
        assertThat(rules.decide(command(command), DIRECTORY)).isNotInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void shouldDenyAWordWithOrWithoutItsQuotes() {
        // Given
        PermissionRules rules = rules("allow command *", "deny command curl http://shop/*");

        // Then
        assertThat(rules.decide(command("curl 'http://shop/?a=(b)'"), DIRECTORY))
                .isInstanceOf(Verdict.Denied.class);
        assertThat(rules.decide(command("/bin/curl http://shop/a"), DIRECTORY)).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void shouldNotLookIntoAHugeText() {
        // Given
        PermissionRules rules = rules("allow command *", "deny command *r*m*-*r*f*x*");

        // Then
        assertThat(rules.decide(command("rm -r ".repeat(15_000)), DIRECTORY)).isInstanceOf(Verdict.Allowed.class);
        assertThat(rules.decide(command("a;".repeat(1_001)), DIRECTORY)).isInstanceOf(Verdict.Asked.class);
        assertThat(rules.decide(command("a ".repeat(50_001)), DIRECTORY)).isInstanceOf(Verdict.Asked.class);
    }

    @Test
    void shouldAllowExactlyTheTextOfARuleWithoutWildcards() {
        // Given
        String text = "for x in *; do echo \"$x\"; done";
        List<String> patterns = RulePatterns.exactly(command(text), DIRECTORY);
        PermissionRules rules = rules("allow command " + patterns.getFirst());

        // Then
        assertThat(rules.decide(command(text), DIRECTORY)).isInstanceOf(Verdict.Allowed.class);
        assertThat(rules.decide(command(text + "; rm x"), DIRECTORY)).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    void shouldPreferTheStrictestRule() {
        // Given
        PermissionRules rules = rules("allow tool web_*", "ask tool web_fetch", "deny tool web_search");

        // Then
        assertThat(rules.decide(other("web_other"), DIRECTORY)).isInstanceOf(Verdict.Allowed.class);
        assertThat(rules.decide(other("web_fetch"), DIRECTORY)).isInstanceOf(Verdict.Asked.class);
        assertThat(rules.decide(other("web_search"), DIRECTORY)).isInstanceOf(Verdict.Denied.class);
        assertThat(rules.decide(other("mcp:a/b"), DIRECTORY)).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    void shouldDenyACommandAlthoughItsToolIsAllowed() {
        // Given
        PermissionRules rules = rules("allow tool shell", "deny command rm *");

        // Then
        assertThat(rules.decide(command("ls"), DIRECTORY)).isInstanceOf(Verdict.Allowed.class);
        assertThat(rules.decide(command("ls; rm x"), DIRECTORY)).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void shouldTellWhetherRulesRestrict() {
        assertThat(rules("allow command *").restrict()).isFalse();
        assertThat(rules("allow command *", "ask tool x").restrict()).isTrue();
    }

    private static ToolUse other(String tool) {
        return ToolUse.other(tool, JsonSlice.nullValue());
    }
}
