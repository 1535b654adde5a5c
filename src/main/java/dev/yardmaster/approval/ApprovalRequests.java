package dev.yardmaster.approval;

import dev.yardmaster.approval.ApprovalPolicy.Outcome;
import dev.yardmaster.approval.WaitingSessions.Waiting;
import dev.yardmaster.id.Ids;
import dev.yardmaster.permission.PermissionRuleRepository;
import dev.yardmaster.permission.PermissionRules;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.session.SessionApprovals;
import dev.yardmaster.session.SessionRegistry;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionLaunch;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Decides the requests of running sessions by rules and permissions, or stores them for people. Whatever fails, a request gets an answer: a
 * CLI would wait for ever. For any thread.
 */
@Singleton
class ApprovalRequests implements SessionApprovals {
    private static final Logger LOG = Logger.getLogger(ApprovalRequests.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final PermissionRuleRepository rules;
    private final ApprovalRepository repository;
    private final SessionRegistry registry;
    private final Duration timeout;
    private final WaitingSessions waiting = new WaitingSessions();

    ApprovalRequests(
            PermissionRuleRepository rules,
            ApprovalRepository repository,
            SessionRegistry registry,
            ApprovalConfig config) {
        this.rules = rules;
        this.repository = repository;
        this.registry = registry;
        this.timeout = checked(config.timeout());
    }

    private static Duration checked(Duration timeout) {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The setting yardmaster.approval.timeout is " + timeout + ", but it must be " + SHORTEST + " to "
                            + LONGEST + ".");
        }
        return timeout;
    }

    /** The sessions of this service that wait for people. */
    WaitingSessions waiting() {
        return waiting;
    }

    @Override
    public boolean restrict(SessionLaunch launch) {
        return thatApply(launch).await().atMost(TIMEOUT).restrict();
    }

    @Override
    public void signal(SessionLaunch launch, ApprovalSignal signal) {
        switch (signal) {
            case ApprovalSignal.Requested requested ->
                decide(launch, requested)
                        .subscribe()
                        .with(_ -> {}, e -> denyAfterFailure(launch.session(), requested.request(), e));
            case ApprovalSignal.Withdrawn withdrawn -> withdraw(launch.session(), withdrawn);
        }
    }

    private Uni<Void> decide(SessionLaunch launch, ApprovalSignal.Requested requested) {
        return thatApply(launch)
                .chain(applied -> repository
                        .directory(launch.session())
                        // Many rules and a long command take a while.
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .chain(directory -> carryOut(launch, requested, directory, applied)));
    }

    private Uni<Void> carryOut(
            SessionLaunch launch, ApprovalSignal.Requested requested, String directory, PermissionRules applied) {
        Outcome outcome = ApprovalPolicy.decide(
                applied, launch.request().context().permissions(), requested.use(), Path.of(directory));
        return switch (outcome) {
            case Outcome.Allow allow -> {
                Uni<Void> recorded = allow.rule()
                        .map(_ -> repository
                                .add(approval(launch, requested, directory, outcome))
                                .replaceWithVoid())
                        .orElseGet(() -> Uni.createFrom().voidItem());
                yield recorded.invoke(() -> answer(launch.session(), requested.request(), new ToolDecision.Allow()));
            }
            case Outcome.Deny deny ->
                repository
                        .add(approval(launch, requested, directory, outcome))
                        .invoke(() ->
                                answer(launch.session(), requested.request(), new ToolDecision.Deny(deny.message())))
                        .replaceWithVoid();
            case Outcome.Ask _ -> ask(approval(launch, requested, directory, outcome));
        };
    }

    /** First remembers the session, so that a withdrawal during the insertion is not missed. Then shows the request, and only then an answer. */
    private Uni<Void> ask(NewApproval approval) {
        UUID id = approval.id();
        waiting.add(
                id, new Waiting(approval.launch().session(), approval.request().request()));
        return repository
                .add(approval)
                .onFailure()
                .invoke(() -> waiting.remove(id))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(stored -> {
                    if (!stored) {
                        // The session has ended, so nothing waits for an answer.
                        waiting.remove(id);
                        return Uni.createFrom().voidItem();
                    }
                    report(approval.launch().session(), requested(approval));
                    return waiting.show(id)
                            .map(reason -> withdraw(id, reason))
                            .orElseGet(() -> Uni.createFrom().voidItem());
                });
    }

    private static AgentEvent requested(NewApproval approval) {
        return new AgentEvent.ApprovalRequested(
                approval.id().toString(),
                approval.request().call(),
                approval.request().use(),
                approval.reason(),
                approval.expiresAt());
    }

    private NewApproval approval(
            SessionLaunch launch, ApprovalSignal.Requested requested, String directory, Outcome outcome) {
        ApprovalState state =
                switch (outcome) {
                    case Outcome.Allow _ -> ApprovalState.ALLOWED;
                    case Outcome.Deny _ -> ApprovalState.DENIED;
                    case Outcome.Ask _ -> ApprovalState.PENDING;
                };
        Optional<String> rule =
                switch (outcome) {
                    case Outcome.Allow allow -> allow.rule();
                    case Outcome.Deny deny -> deny.rule();
                    case Outcome.Ask _ -> Optional.empty();
                };
        Optional<String> reason =
                outcome instanceof Outcome.Ask ask ? ask.reason().or(requested::reason) : requested.reason();
        Optional<String> message =
                outcome instanceof Outcome.Deny deny ? Optional.of(deny.message()) : Optional.empty();
        return new NewApproval(
                Ids.next(), launch, requested, directory, state, rule, reason, message, Instant.now(), timeout);
    }

    /**
     * Gives a decision to the session that waits for it, and shows it in the session's events. Does nothing before the events show the
     * request: then the loop does it. Blocks.
     */
    void settle(Approval approval) {
        if (approval.state() == ApprovalState.PENDING) {
            return;
        }
        waiting.take(approval.id()).ifPresent(it -> {
            report(
                    it.session(),
                    new AgentEvent.ApprovalDecided(
                            approval.id().toString(),
                            approval.state().value(),
                            approval.use(),
                            approval.decidedBy(),
                            approval.message()));
            switch (approval.state()) {
                case ALLOWED -> decide(it, new ToolDecision.Allow());
                case DENIED, EXPIRED ->
                    decide(it, new ToolDecision.Deny(approval.message().orElse("Denied.")));
                case WITHDRAWN, PENDING -> {}
            }
        });
    }

    private void withdraw(UUID session, ApprovalSignal.Withdrawn withdrawn) {
        waiting.find(new Waiting(session, withdrawn.request()))
                .filter(approval -> waiting.withdraw(approval, withdrawn.reason()))
                .ifPresent(approval -> withdraw(approval, withdrawn.reason())
                        .subscribe()
                        .with(_ -> {}, e -> LOG.warnf("approval=%s state=not_withdrawn error=%s", approval, e)));
    }

    private Uni<Void> withdraw(UUID approval, String reason) {
        return repository
                .withdraw(approval, reason)
                .chain(() -> repository.find(approval))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(found -> found.ifPresentOrElse(this::settle, () -> waiting.remove(approval)))
                .replaceWithVoid();
    }

    private void denyAfterFailure(UUID session, String request, Throwable e) {
        LOG.errorf(e, "session=%s state=approval_not_stored", session);
        answer(
                session,
                request,
                new ToolDecision.Deny(
                        "Yardmaster could not ask for an approval. Continue without it, or try again later."));
    }

    private void answer(UUID session, String request, ToolDecision decision) {
        Infrastructure.getDefaultWorkerPool().execute(() -> decide(new Waiting(session, request), decision));
    }

    private void decide(Waiting it, ToolDecision decision) {
        try {
            registry.find(it.session()).ifPresent(session -> session.decide(it.request(), decision));
        } catch (RuntimeException e) {
            // A CLI that can't be written to ends, and its session with it.
            LOG.warnf("session=%s state=approval_not_delivered error=%s", it.session(), e);
        }
    }

    private void report(UUID session, AgentEvent event) {
        try {
            registry.find(session).ifPresent((RunningSession running) -> running.report(event));
        } catch (RuntimeException e) {
            LOG.warnf("session=%s state=approval_not_shown error=%s", session, e);
        }
    }

    private Uni<PermissionRules> thatApply(SessionLaunch launch) {
        return rules.thatApply(
                launch.session(), launch.agent(), launch.project().map(it -> it.id()));
    }
}
