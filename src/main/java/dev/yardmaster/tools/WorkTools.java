package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
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
                .map(stored -> noted(stored, "The progress is shown on the task."));
    }

    Uni<Noted> finish(CallingSession caller, ToolInput input) {
        return repository
                .finished(caller.session(), input.text("outcome").orElse("done"), text(input, "summary"))
                .map(
                        stored -> noted(
                                stored,
                                "The task becomes done, with this summary as its result, when your session ends. End your turn now."));
    }

    Uni<Noted> handOff(CallingSession caller, ToolInput input) {
        return recipient(input.text("to"))
                .chain(to -> repository.handedOff(caller.session(), text(input, "note"), to))
                .map(stored -> noted(
                        stored,
                        "Another session gets the task and this note when your session ends. End your turn now."));
    }

    private Uni<Optional<Recipient>> recipient(Optional<String> to) {
        if (to.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Optional<Role> role = Arrays.stream(Role.values())
                .filter(it -> it.value().equals(to.get()))
                .findAny();
        return role.isPresent()
                ? Uni.createFrom().item(role.map(it -> new Recipient(Optional.empty(), it)))
                : repository.agent(to.get()).map(found -> Optional.of(found.orElseThrow(() -> unknown(to.get()))));
    }

    private static YardmasterException unknown(String to) {
        return YardmasterException.ofField(
                ErrorCode.UNKNOWN_AGENT,
                "to",
                "is '" + to
                        + "', which is neither an agent nor a role. The roles are director, worker and steward. Leave it"
                        + " out to let any agent continue that may get the task");
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

    private static Noted noted(boolean stored, String what) {
        if (!stored) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "Your session runs no task, or its task is being cancelled, so there is nothing to report on. Stop working.");
        }
        return new Noted(what);
    }
}
