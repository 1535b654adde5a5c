package dev.yardmaster.activity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.activity.Entry.Subject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Records the calls of tools by agents. For any thread. */
@Singleton
public class ToolActivity {
    private final ActivityLog log;
    private final ChangedFields fields;

    ToolActivity(ActivityLog log, ChangedFields fields) {
        this.log = log;
        this.fields = fields;
    }

    /**
     * Records a call. Does not wait for the database.
     *
     * @param agent the name of the agent
     * @param task the task of its session
     * @param arguments the arguments; secrets and most of long texts are left out
     * @param refusal why the call was refused; empty if it was not
     */
    public void add(
            String agent,
            String tool,
            Optional<UUID> task,
            ObjectNode arguments,
            Optional<String> refusal,
            String address) {
        ObjectNode facts = arguments.deepCopy();
        refusal.ifPresent(reason -> facts.put("refused", reason));
        Optional<Map<String, Object>> after = fields.of(Optional.of(facts), Optional.empty());
        log.add(Entry.of(
                Actor.agent(agent),
                "tool." + tool,
                new Subject(task.map(_ -> "task"), task.map(UUID::toString), Optional.empty(), Optional.empty(), after),
                Optional.of(address)));
    }
}
