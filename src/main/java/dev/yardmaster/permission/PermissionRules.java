package dev.yardmaster.permission;

import dev.yardmaster.provider.ToolUse;
import dev.yardmaster.shell.Redirection;
import dev.yardmaster.shell.ShellCommand;
import dev.yardmaster.shell.ShellWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules that apply to a session. The strictest rule that matches counts: deny before ask before allow. A text for the shell is allowed
 * only if every command in it is, and every file that it redirects to; a text that can't be understood is never allowed by a pattern. Immutable.
 */
public final class PermissionRules {
    private static final String FILES_UNKNOWN =
            "Yardmaster can't tell which files it changes, so it can't tell whether a rule denies it.";

    private static final String NOT_UNDERSTOOD =
            "Yardmaster does not understand all of the command, so it can't tell whether a rule denies it.";

    /** Commands that change the directory to which the files of later redirections are relative. */
    private static final Set<String> MOVES = Set.of("cd", "chdir", "pushd", "popd");

    private final List<Applied> rules;

    public PermissionRules(List<PermissionRule> rules) {
        this.rules =
                rules.stream().map(rule -> new Applied(rule, rule.compiled())).toList();
    }

    /** A rule with its pattern. */
    private record Applied(PermissionRule rule, RulePattern pattern) {
        boolean is(RuleSubject subject) {
            return rule.subject() == subject;
        }

        boolean allows() {
            return rule.effect() == RuleEffect.ALLOW;
        }

        boolean matchesAny(Set<String> texts) {
            return texts.stream().anyMatch(pattern::matches);
        }

        /** A relative pattern allows nothing outside of the working directory. */
        boolean matchesFile(String name) {
            return pattern.matches(name)
                    && (!allows() || !name.startsWith("/") || rule.pattern().startsWith("/"));
        }
    }

    /** Whether there are rules that do more than to allow. */
    public boolean restrict() {
        return !rules.stream().allMatch(Applied::allows);
    }

    /**
     * What the rules say about a use of a tool.
     *
     * @param directory the working directory of the agent
     */
    public Verdict decide(ToolUse use, Path directory) {
        Optional<PermissionRule> ofTool =
                strictest(RuleSubject.TOOL, rule -> rule.pattern().matches(use.tool()));
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
        Optional<PermissionRule> whole = strictest(
                RuleSubject.COMMAND,
                rule -> rule.pattern().isLiteral() && rule.pattern().matches(text.strip()));
        if (whole.filter(rule -> rule.effect() == RuleEffect.DENY).isPresent()) {
            return new Verdict.Denied(whole.get());
        }
        Optional<List<ShellCommand>> commands = Commands.of(text);
        if (commands.isEmpty()) {
            return notUnderstood(whole);
        }
        boolean moves = commands.get().stream().map(ShellCommand::program).anyMatch(MOVES::contains);
        List<Verdict> verdicts = new ArrayList<>();
        for (ShellCommand command : commands.get()) {
            verdicts.add(ofOne(command));
            command.redirections().stream()
                    .filter(Redirection::writes)
                    .map(redirection -> ofRedirection(redirection, directory, moves))
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
        Optional<PermissionRule> strict =
                strictest(RuleSubject.COMMAND, rule -> !rule.allows() && rule.matchesAny(spellings(command)));
        if (strict.isPresent()) {
            return verdict(strict);
        }
        if (!command.isFixed() && mayBeRestricted(command)) {
            return new Verdict.Asked(Optional.empty(), NOT_UNDERSTOOD);
        }
        return command.assignments()
                ? new Verdict.Undecided()
                : verdict(strictest(RuleSubject.COMMAND, rule -> rule.pattern().matches(command.shown())));
    }

    /** The texts of a command that a rule which is not lenient must not miss: with and without its quotes and the directory of its program. */
    private static Set<String> spellings(ShellCommand command) {
        String shown = command.shown();
        ShellWord first = command.words().getFirst();
        String plain = command.words().stream().map(ShellWord::text).collect(Collectors.joining(" "));
        return new LinkedHashSet<>(List.of(
                shown,
                command.program() + shown.substring(first.shown().length()),
                plain,
                command.program() + plain.substring(first.text().length())));
    }

    /** Whether a rule that is not lenient may be about the same program, so that a variable could hide what it is about. */
    private boolean mayBeRestricted(ShellCommand command) {
        return rules.stream()
                .filter(rule -> rule.is(RuleSubject.COMMAND) && !rule.allows())
                .anyMatch(rule -> rule.pattern().mayMatch(command.program()));
    }

    /** @param moves whether a command changes the directory to which the file is relative */
    private Verdict ofRedirection(Redirection redirection, Path directory, boolean moves) {
        String target = redirection.target().text();
        if (!redirection.target().fixed() || target.startsWith("~") || moves && !target.startsWith("/")) {
            return unknownFiles();
        }
        return target.equals("/dev/null") ? NEUTRAL : ofEdits(List.of(target), directory);
    }

    private Verdict unknownFiles() {
        return has(RuleSubject.EDIT) ? new Verdict.Asked(Optional.empty(), FILES_UNKNOWN) : new Verdict.Undecided();
    }

    private Verdict ofEdits(List<String> paths, Path directory) {
        if (paths.isEmpty()) {
            return unknownFiles();
        }
        return all(paths.stream()
                .flatMap(path -> EditedPath.names(path, directory).stream())
                .map(name -> verdict(strictest(RuleSubject.EDIT, rule -> rule.matchesFile(name))))
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
        return rules.stream().anyMatch(rule -> rule.is(subject) && !rule.allows());
    }

    private Optional<PermissionRule> strictest(RuleSubject subject, Predicate<Applied> matches) {
        return Stream.of(RuleEffect.DENY, RuleEffect.ASK, RuleEffect.ALLOW)
                .flatMap(effect -> rules.stream()
                        .filter(rule -> rule.rule().effect() == effect && rule.is(subject))
                        .filter(matches))
                .map(Applied::rule)
                .findFirst();
    }

    private static Verdict verdict(Optional<PermissionRule> rule) {
        return rule.<Verdict>map(it -> switch (it.effect()) {
                    case ALLOW -> new Verdict.Allowed(it);
                    case ASK -> new Verdict.Asked(rule, "The rule '" + it.shown() + "' asks people.");
                    case DENY -> new Verdict.Denied(it);
                })
                .orElseGet(Verdict.Undecided::new);
    }
}
