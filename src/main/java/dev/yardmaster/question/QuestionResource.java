package dev.yardmaster.question;

import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.inbox.Sender;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The questions of agents over HTTP. */
@Tag(name = "questions")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/questions")
class QuestionResource implements RecordedThing {
    private final Questions questions;
    private final QuestionRepository repository;

    QuestionResource(Questions questions, QuestionRepository repository) {
        this.questions = questions;
        this.repository = repository;
    }

    /**
     * An answer of a person.
     *
     * @param answer the text; it need not be one of the options
     */
    record Answer(
            @NotBlank(message = "is missing: send the text of the answer")
            @Size(max = 100_000, message = "must have at most 100,000 characters")
            String answer) {
        /** Leaves out the text. */
        @Override
        public String toString() {
            return "Answer[]";
        }
    }

    @Override
    public String collection() {
        return "questions";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(UUID.fromString(key));
    }

    @GET
    @Operation(
            operationId = "listQuestions",
            summary = "Lists the questions of agents, the newest first or the oldest first.",
            description = "Filters can be combined. 'next' belongs to the order of its page.")
    public Uni<Page<Question, String>> list(
            @BeanParam QuestionFilter filter, @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return repository.list(filter, limit).map(items -> Page.of(items, limit, filter.order()::cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getQuestion", summary = "Shows a question.")
    public Uni<Question> get(@PathParam("id") UUID id) {
        return questions.get(id);
    }

    @POST
    @Path("/{id}/answer")
    @Operation(
            operationId = "answerQuestion",
            summary = "Answers an open question.",
            description = "The agent that asks gets the answer as a message. If its task waits, the task goes on.")
    public Uni<Question> answer(
            @PathParam("id") UUID id,
            @NotNull(message = "is missing: send {\"answer\": …}") @Valid Answer body,
            @Context RoutingContext request) {
        return questions.answer(NewIds.of(request), id, sender(request), body.answer());
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "withdrawQuestion",
            summary = "Withdraws an open question.",
            description =
                    "A message asks the agent to decide itself. If its task waits, the task goes on. The question stays in the list.")
    public Uni<Void> withdraw(@PathParam("id") UUID id, @Context RoutingContext request) {
        return questions.withdraw(id, sender(request));
    }

    private static Sender sender(RoutingContext request) {
        return Sender.token(Caller.nameOf(request));
    }
}
