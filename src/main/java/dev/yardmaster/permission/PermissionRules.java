package dev.yardmaster.permission;

import dev.yardmaster.provider.ToolUse;
import dev.yardmaster.shell.Redirection;
import dev.yardmaster.shell.ShellCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rules that apply to a session. The strictest rule that matches counts: deny before ask before allow. A text for the shell is allowed
 * only if every command in it is, and every file that it redirects to; a text that can't be understood is never allowed by a pattern. Immutable.
 */
public final class PermissionRules {
    private static final String NOT_UNDERSTOOD =
            "Yardmaster does not understand all of the command, so it can't tell whether a rule denies it.";

    private final List<PermissionRule> rules;

    public PermissionRules(List<PermissionRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Whether there are rules that do more than to allow. */
    public boolean restrict() {
        return rules.stream().anyMatch(rule -> rule.effect() != RuleEffect.ALLOW);
    }

    /**
     * What the rules say about a use of a tool.
     *
     * @param directory the working directory of the agent
     */
    public Verdict decide(ToolUse use, Path directory) {
        Optional<PermissionRule> ofTool = strictest(RuleSubject.TOOL, rule -> rule.matches(use.tool()));
        Verdict byName = verdict(ofTool);
        if (byName instanceof Verdict.Denied) {
            return byName;
        }
        Verdict byContent =
                switch (use.kind()) {
                    case COMMAND -> ofCommand(use.command().orElse(""), directory);
                    case EDIT -> ofEdits(use.paths(), directory);
                    case READ, INTERNAL, OTHER -> new Verdict.Undecided();
                };
        return stricter(byName, byContent);
    }

    private static Verdict stricter(Verdict byName, Verdict byContent) {
        if (byContent instanceof Verdict.Denied || byContent instanceof Verdict.Asked) {
            return byContent;
        }
        return byName instanceof Verdict.Undecided ? byContent : byName;
    }

    private Verdict ofCommand(String text, Path directory) {
        Optional<PermissionRule> whole =
                strictest(RuleSubject.COMMAND, rule -> rule.compiled().isLiteral() && rule.matches(text.strip()));
        if (whole.filter(rule -> rule.effect() == RuleEffect.DENY).isPresent()) {
            return new Verdict.Denied(whole.get());
        }
        Optional<List<ShellCommand>> commands = Commands.of(text);
        if (commands.isEmpty()) {
            return notUnderstood(whole);
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (ShellCommand command : commands.get()) {
            verdicts.add(ofOne(command));
            command.redirections().stream()
                    .filter(Redirection::writes)
                    .map(redirection -> ofRedirection(redirection, directory))
                    .forEach(verdicts::add);
        }
        Verdict all = all(verdicts);
        return all instanceof Verdict.Undecided && whole.isPresent() ? verdict(whole) : all;
    }

    /** A rule for exactly this text counts also if the text is not understood. */
    private Verdict notUnderstood(Optional<PermissionRule> whole) {
        return whole.isPresent()
                ? verdict(whole)
                : has(RuleSubject.COMMAND) || has(RuleSubject.EDIT)
                        ? new Verdict.Asked(Optional.empty(), NOT_UNDERSTOOD)
                        : new Verdict.Undecided();
    }

    private Verdict ofOne(ShellCommand command) {
        if (command.words().isEmpty()) {
            // A variable can change what later commands do.
            return command.assignments() ? new Verdict.Undecided() : NEUTRAL;
        }
        String shown = command.shown();
        String named = command.program()
                + shown.substring(command.words().getFirst().shown().length());
        Optional<PermissionRule> strict = strictest(
                RuleSubject.COMMAND,
                rule -> rule.effect() != RuleEffect.ALLOW && (rule.matches(shown) || rule.matches(named)));
        if (strict.isPresent()) {
            return verdict(strict);
        }
        if (!command.isFixed() && mayBeRestricted(command)) {
            return new Verdict.Asked(Optional.empty(), NOT_UNDERSTOOD);
        }
        return command.assignments()
                ? new Verdict.Undecided()
                : verdict(strictest(RuleSubject.COMMAND, rule -> rule.matches(shown)));
    }

    /** Whether a rule that is not lenient is about the same program, so that a variable could hide what it is about. */
    private boolean mayBeRestricted(ShellCommand command) {
        return rules.stream()
                .filter(rule -> rule.subject() == RuleSubject.COMMAND && rule.effect() != RuleEffect.ALLOW)
                .map(rule -> rule.pattern().strip().split(" ", 2)[0])
                .anyMatch(first -> RulePattern.ofText(first).matches(command.program()));
    }

    private Verdict ofRedirection(Redirection redirection, Path directory) {
        String target = redirection.target().text();
        if (redirection.target().fixed() && target.equals("/dev/null")) {
            return NEUTRAL;
        }
        return redirection.target().fixed()
                ? ofEdits(List.of(target), directory)
                : has(RuleSubject.EDIT) ? new Verdict.Asked(Optional.empty(), NOT_UNDERSTOOD) : new Verdict.Undecided();
    }

    private Verdict ofEdits(List<String> paths, Path directory) {
        if (paths.isEmpty()) {
            return new Verdict.Undecided();
        }
        return all(paths.stream()
                .flatMap(path -> EditedPath.names(path, directory).stream())
                .map(name -> verdict(strictest(RuleSubject.EDIT, rule -> rule.matches(name))))
                .toList());
    }

    /** What has no say: it neither needs a rule nor is one. */
    private static final Verdict NEUTRAL = new Verdict.Allowed(
            new PermissionRule(new java.util.UUID(0, 0), RuleEffect.ALLOW, RuleSubject.COMMAND, ""));

    /** The verdict about the whole: a part that is denied denies it, and it is allowed only if all parts are. */
    private static Verdict all(List<Verdict> verdicts) {
        return first(verdicts, Verdict.Denied.class::isInstance)
                .or(() -> first(verdicts, Verdict.Asked.class::isInstance))
                .or(() -> first(verdicts, Verdict.Undecided.class::isInstance))
                .or(() -> first(verdicts, verdict -> verdict != NEUTRAL))
                .orElseGet(Verdict.Undecided::new);
    }

    private static Optional<Verdict> first(List<Verdict> verdicts, Predicate<Verdict> condition) {
        return verdicts.stream().filter(condition).findFirst();
    }

    private boolean has(RuleSubject subject) {
        return rules.stream().anyMatch(rule -> rule.subject() == subject && rule.effect() != RuleEffect.ALLOW);
    }

    private Optional<PermissionRule> strictest(RuleSubject subject, Predicate<PermissionRule> matches) {
        return Stream.of(RuleEffect.DENY, RuleEffect.ASK, RuleEffect.ALLOW)
                .flatMap(effect -> rules.stream()
                        .filter(rule -> rule.effect() == effect && rule.subject() == subject)
                        .filter(matches))
                .findFirst();
    }

    private static Verdict verdict(Optional<PermissionRule> rule) {
        return rule.<Verdict>map(it -> switch (it.effect()) {
                    case ALLOW -> new Verdict.Allowed(it);
                    case ASK -> new Verdict.Asked(rule, "The rule '" + it.shown() + "' says so.");
                    case DENY -> new Verdict.Denied(it);
                })
                .orElseGet(Verdict.Undecided::new);
    }
}
