package dev.yardmaster.approval;

import dev.yardmaster.permission.NewRule;
import dev.yardmaster.permission.PermissionRuleRepository;
import dev.yardmaster.permission.RuleEffect;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The answers of people. For any thread. */
@Singleton
class Approvals {
    private final Pool pool;
    private final ApprovalRepository repository;
    private final PermissionRuleRepository rules;
    private final ApprovalRequests requests;

    Approvals(Pool pool, ApprovalRepository repository, PermissionRuleRepository rules, ApprovalRequests requests) {
        this.pool = pool;
        this.repository = repository;
        this.rules = rules;
        this.requests = requests;
    }

    Uni<Approval> get(UUID id) {
        return repository.find(id).map(found -> found.orElseThrow(() -> NotFound.APPROVAL.of(id)));
    }

    /** Fails with {@code conflict} if it is not pending any more. */
    Uni<Approval> allow(UUID id, AnswerSpec answer, String by) {
        return answer(id, answer, by, ApprovalState.ALLOWED, RuleEffect.ALLOW, answer.message());
    }

    /** Fails with {@code conflict} if it is not pending any more. */
    Uni<Approval> deny(UUID id, AnswerSpec answer, String by) {
        Optional<String> message = answer.message().or(() -> Optional.of("A person denied it. Continue without it."));
        return answer(id, answer, by, ApprovalState.DENIED, RuleEffect.DENY, message);
    }

    private Uni<Approval> answer(
            UUID id, AnswerSpec answer, String by, ApprovalState state, RuleEffect effect, Optional<String> message) {
        return get(id).invoke(Approvals::requirePending)
                .chain(asked -> decide(id, state, by, message, AnswerRules.of(asked, answer, effect)))
                .chain(decided -> decided.map(it -> Uni.createFrom().item(it)).orElseGet(() -> late(id)))
                // A session of another service gets the decision from the loop of that service.
                .call(decided -> Uni.createFrom()
                        .voidItem()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .invoke(() -> requests.settle(decided)));
    }

    /** Empty if it is not pending any more. */
    private Uni<Optional<Approval>> decide(
            UUID id, ApprovalState state, String by, Optional<String> message, List<NewRule> added) {
        return pool.withTransaction(transaction -> repository
                .decide(transaction, id, state, by, message)
                .call(decided -> decided.isEmpty() ? Uni.createFrom().voidItem() : add(transaction, added, by)));
    }

    private Uni<Void> add(SqlConnection transaction, List<NewRule> added, String by) {
        return Multi.createFrom()
                .iterable(added)
                .onItem()
                .transformToUniAndConcatenate(rule -> rules.add(transaction, rule, by))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Approval> late(UUID id) {
        return get(id).invoke(Approvals::requirePending).map(overdue -> {
            throw conflict("expired at " + overdue.expiresAt());
        });
    }

    private static void requirePending(Approval approval) {
        if (approval.state() != ApprovalState.PENDING) {
            throw conflict("already " + approval.state().value()
                    + approval.decidedBy().map(by -> " by " + by).orElse("")
                    + approval.rule().map(rule -> " by the rule '" + rule + "'").orElse("")
                    + approval.decidedAt().map(at -> " at " + at).orElse(""));
        }
    }

    private static YardmasterException conflict(String why) {
        return new YardmasterException(
                ErrorCode.CONFLICT,
                "The approval is " + why
                        + ", so it can't be answered any more. Add a permission rule to decide the next request of this kind.");
    }
}
