package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
import dev.yardmaster.inbox.Sender;
import dev.yardmaster.question.NewQuestion;
import dev.yardmaster.question.Question;
import dev.yardmaster.question.Questions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** The tool with which agents ask. */
@Singleton
class AskTools {
    private final Questions questions;

    AskTools(Questions questions) {
        this.questions = questions;
    }

    /**
     * What the model reads after it has asked.
     *
     * @param question the id of the question
     * @param noted what it does next
     */
    @RegisterForReflection
    record Asked(UUID question, String to, String noted) {}

    Uni<Asked> ask(CallingSession caller, ToolInput input) {
        var question = NewQuestion.of(
                input.needed("question"),
                input.text("to"),
                input.flag("blocking", false),
                input.items("options").stream().map(it -> it.asText()).toList(),
                input.text("deadline"),
                input.text("default"),
                Instant.now());
        var sender = Sender.agent(caller.agent(), caller.agentName());
        return questions.ask(sender, caller.session(), caller.task(), question).map(asked -> answer(caller, asked));
    }

    private static Asked answer(CallingSession caller, Question asked) {
        String to = asked.to()
                .name()
                .or(() -> asked.to().person().map(it -> "person:" + it))
                .orElse("people");
        return new Asked(asked.id(), to, next(caller, asked.blocking()));
    }

    private static String next(CallingSession caller, boolean blocking) {
        if (caller.task().isEmpty()) {
            return "The answer comes as a message. Your session works on no task, so nothing waits: end your turn.";
        }
        return blocking
                ? "End your turn now, and do not call task_finish: your task waits, and this conversation goes on with the answer."
                : "Go on working. The answer comes as a message while your task is not done.";
    }
}
