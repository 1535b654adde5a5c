package dev.yardmaster.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.inbox.ServiceMail;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.RequestReader;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.task.NewTask;
import dev.yardmaster.task.TaskSpec;
import dev.yardmaster.task.Tasks;
import dev.yardmaster.trigger.TriggerSpec.TriggerMessage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Does what a trigger does when it runs. For any thread. */
@Singleton
class TriggerAction {
    private final Tasks tasks;
    private final ServiceMail mail;
    private final RequestReader reader;

    TriggerAction(Tasks tasks, ServiceMail mail, RequestReader reader) {
        this.tasks = tasks;
        this.mail = mail;
        this.reader = reader;
    }

    /** What a run has created: one of both. */
    record Created(Optional<UUID> task, Optional<UUID> message) {}

    /** Creates the task or sends the message of a trigger. Fails as adding a task does, or with {@code unknown_agent}. */
    Uni<Created> run(SqlConnection transaction, TriggerSpec trigger, TriggerRun run) {
        UUID id = Ids.next();
        return trigger.task()
                .map(task -> addTask(transaction, id, trigger.name(), task, run))
                .orElseGet(() ->
                        send(transaction, id, trigger.name(), trigger.message().orElseThrow(), run));
    }

    private Uni<Created> addTask(
            SqlConnection transaction, UUID id, String trigger, ObjectNode template, TriggerRun run) {
        TaskSpec spec = spec(trigger, template, run);
        return tasks.addAll(transaction, List.of(NewTask.of(id, Optional.empty(), spec)))
                .replaceWith(new Created(Optional.of(id), Optional.empty()));
    }

    private TaskSpec spec(String trigger, ObjectNode template, TriggerRun run) {
        ObjectNode fields = template.deepCopy();
        for (String unknown : List.of("scheduledFor", "dependsOn")) {
            if (fields.has(unknown)) {
                throw YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST, unknown, "must be left out: the task of a trigger starts at once");
            }
        }
        if (fields.path("title").isTextual()) {
            fields.put("title", TriggerText.title(fields.path("title").asText(), trigger, run));
        }
        if (fields.path("prompt").isTextual()) {
            fields.put("prompt", TriggerText.text(fields.path("prompt").asText(), trigger, run));
        }
        TaskSpec spec = reader.read(fields, TaskSpec.class);
        tasks.check(spec);
        return spec;
    }

    private Uni<Created> send(
            SqlConnection transaction, UUID id, String trigger, TriggerMessage message, TriggerRun run) {
        return mail.send(transaction, id, message.to(), TriggerText.text(message.text(), trigger, run))
                .invoke(sent -> {
                    if (!sent) {
                        throw YardmasterException.ofField(
                                ErrorCode.UNKNOWN_AGENT,
                                "to",
                                "is '" + message.to()
                                        + "', which is neither an agent nor people; GET /api/agents lists all agents");
                    }
                })
                .replaceWith(new Created(Optional.empty(), Optional.of(id)));
    }
}
