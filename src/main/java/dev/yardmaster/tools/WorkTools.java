package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.task.Task;
import dev.yardmaster.task.TaskState;
import dev.yardmaster.tools.WorkRepository.Candidate;
import dev.yardmaster.tools.WorkRepository.Recipient;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Optional;

/** The tools with which an agent reports about the task of its session. */
@Singleton
class WorkTools {
    static final int LONGEST = 100_000;

    private final WorkRepository repository;

    WorkTools(WorkRepository repository) {
        this.repository = repository;
    }

    /** What the model reads after a report. */
    @RegisterForReflection
    record Noted(String noted) {}

    Uni<Noted> progress(CallingSession caller, ToolInput input) {
        return repository
                .progress(caller.session(), text(input, "text"), input.number("percent"))
                .map(stored -> noted(caller, stored, "The progress is shown on the task."));
    }

    Uni<Noted> finish(CallingSession caller, ToolInput input) {
        return repository
                .finished(caller.session(), input.text("outcome").orElse("done"), text(input, "summary"))
                .map(
                        stored -> noted(
                                caller,
                                stored,
                                "The task is finished, with this summary as its result, when your session ends. End your turn now."));
    }

    Uni<Noted> handOff(CallingSession caller, ToolInput input) {
        return recipient(caller, input.text("to"))
                .chain(to -> repository.handedOff(caller.session(), text(input, "note"), to))
                .map(stored -> noted(
                        caller,
                        stored,
                        "Another session gets the task and this note when your session ends. End your turn now."));
    }

    private Uni<Optional<Recipient>> recipient(CallingSession caller, Optional<String> to) {
        if (to.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Optional<Role> role = Arrays.stream(Role.values())
                .filter(it -> it.value().equals(to.get()))
                .findAny();
        return role.isPresent()
                ? Uni.createFrom().item(role.map(it -> new Recipient(Optional.empty(), it)))
                : repository
                        .candidate(to.get(), caller.task().orElse(null))
                        .map(found -> found.orElseThrow(() -> refusal(
                                ErrorCode.UNKNOWN_AGENT,
                                to.get(),
                                "is neither an agent nor a role. The roles are director, worker and steward")))
                        .invoke(candidate -> require(caller, to.get(), candidate))
                        .map(candidate -> Optional.of(candidate.recipient()));
    }

    /** Throws if an agent can't continue the task of a session. */
    private static void require(CallingSession caller, String to, Candidate candidate) {
        Optional<String> problem;
        if (candidate.id().equals(caller.agent())) {
            problem = Optional.of("is yourself: go on with the task, or finish it with task_finish");
        } else if (!candidate.enabled()) {
            problem = Optional.of("is disabled and gets no tasks");
        } else if (candidate.elsewhere()) {
            problem = Optional.of("works on another project than your task");
        } else {
            problem = Optional.of(candidate.lacks())
                    .filter(lacks -> !lacks.isEmpty())
                    .map(lacks -> "lacks the tags " + String.join(", ", lacks) + " that your task requires");
        }
        problem.ifPresent(it -> {
            throw refusal(ErrorCode.INVALID_REQUEST, to, it);
        });
    }

    private static YardmasterException refusal(ErrorCode code, String to, String problem) {
        return YardmasterException.ofField(
                code,
                "to",
                "is '" + to + "', which " + problem + ". Leave it out to let any agent continue that may get the task");
    }

    private static String text(ToolInput input, String name) {
        String text = input.needed(name);
        if (text.length() > LONGEST) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    name,
                    "has " + text.length() + " characters; write at most " + LONGEST
                            + ", and put the rest into a file");
        }
        // PostgreSQL can't store it.
        return text.replace("\0", "");
    }

    /** Throws {@code conflict} if a session does not run its task any more. */
    static void requireRunning(CallingSession caller, Task own) {
        noted(
                caller,
                own.state() == TaskState.RUNNING
                        && own.session().equals(Optional.of(caller.session()))
                        && !own.cancelling(),
                "");
    }

    private static Noted noted(CallingSession caller, boolean stored, String what) {
        if (!stored) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    caller.task().isEmpty()
                            ? Scope.NO_TASK
                            : "Your session runs no task any more, or its task is being cancelled, so there is nothing to report on."
                                    + " Stop working.");
        }
        return new Noted(what);
    }
}
