package dev.yardmaster.approval;

import dev.yardmaster.id.Ids;
import dev.yardmaster.permission.NewRule;
import dev.yardmaster.permission.PermissionRule;
import dev.yardmaster.permission.PermissionRules;
import dev.yardmaster.permission.RuleEffect;
import dev.yardmaster.permission.RulePatterns;
import dev.yardmaster.permission.RuleSubject;
import dev.yardmaster.permission.Verdict;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.ToolUse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The rules that an answer adds. */
final class AnswerRules {
    /** The longest pattern of a rule in characters. */
    private static final int LONGEST = 10_000;

    private AnswerRules() {}

    /** Throws {@code invalid_request} if the pattern does not match the request, or the request has no project. */
    static List<NewRule> of(Approval approval, AnswerSpec answer, RuleEffect effect) {
        AnswerScope scope = answer.scope().orElse(AnswerScope.ONCE);
        if (scope == AnswerScope.ONCE) {
            answer.pattern().ifPresent(_ -> {
                throw YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST, "pattern", "needs a scope: session, agent or project");
            });
            return List.of();
        }
        if (scope == AnswerScope.PROJECT && approval.project().isEmpty()) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "scope",
                    "can't be 'project', because the session has no project; use session or agent");
        }
        List<PermissionRule> rules = rules(approval, answer.pattern(), effect);
        requireMatch(approval, rules, effect);
        return rules.stream().map(rule -> scoped(rule, scope, approval)).toList();
    }

    private static List<PermissionRule> rules(Approval approval, Optional<String> pattern, RuleEffect effect) {
        ToolUse use = approval.use();
        RuleSubject subject =
                switch (use.kind()) {
                    case COMMAND -> RuleSubject.COMMAND;
                    case EDIT -> RuleSubject.EDIT;
                    case READ, INTERNAL, OTHER -> RuleSubject.TOOL;
                };
        Path directory = Path.of(approval.directory());
        List<String> patterns = pattern.map(List::of).orElseGet(() -> RulePatterns.exactly(use, directory));
        if (patterns.stream().anyMatch(text -> text.length() > LONGEST)) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "pattern",
                    "is missing: this request has more than 10,000 characters, too many for a rule for exactly this request."
                            + " Send a pattern, or answer once");
        }
        return patterns.stream()
                .map(text -> new PermissionRule(Ids.next(), effect, subject, text))
                .toList();
    }

    private static void requireMatch(Approval approval, List<PermissionRule> rules, RuleEffect effect) {
        Verdict verdict = new PermissionRules(rules).decide(approval.use(), Path.of(approval.directory()));
        boolean matches =
                effect == RuleEffect.ALLOW ? verdict instanceof Verdict.Allowed : verdict instanceof Verdict.Denied;
        if (!matches) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "pattern",
                    "must match all of this request. Leave it out for a rule for exactly this request");
        }
    }

    private static NewRule scoped(PermissionRule rule, AnswerScope scope, Approval approval) {
        return new NewRule(
                rule,
                approval.project().filter(_ -> scope == AnswerScope.PROJECT),
                Optional.of(approval.agent()).filter(_ -> scope == AnswerScope.AGENT),
                Optional.of(approval.session()).filter(_ -> scope == AnswerScope.SESSION));
    }
}
