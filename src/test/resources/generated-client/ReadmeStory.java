package client;

import static org.awaitility.Awaitility.await;

import client.api.AgentsApi;
import client.api.EventsApi;
import client.api.SessionsApi;
import client.api.TasksApi;
import client.model.AgentSpec;
import client.model.Event;
import client.model.EventPage;
import client.model.NewMessage;
import client.model.NewSession;
import client.model.Role;
import client.model.Session;
import client.model.Task;
import client.model.TaskSpec;
import client.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The first task of README.md, with the generated client. It is compiled together with the client. */
public final class ReadmeStory {
    private final AgentsApi agents;
    private final TasksApi tasks;
    private final SessionsApi sessions;
    private final EventsApi events;

    private ReadmeStory(ApiClient client) {
        agents = new AgentsApi(client);
        tasks = new TasksApi(client);
        sessions = new SessionsApi(client);
        events = new EventsApi(client);
    }

    /** Returns the result of the task, the types of its events, the states of both sessions, and the status for an unknown agent. */
    public static List<String> tell(String service, String token, String agent, String executable) throws ApiException {
        var client = new ApiClient();
        client.updateBaseUri(service);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        return new ReadmeStory(client).tell(agent, executable);
    }

    private List<String> tell(String name, String executable) throws ApiException {
        agents.registerAgent(
                new AgentSpec().name(name).role(Role.WORKER).executable(executable).tags(List.of("poet")), key());
        Task task = done(tasks.addTask(new TaskSpec().title("A haiku").prompt("Write a haiku.").agent(name), key()));
        Session session = sessions.getSession(task.getSession());
        EventPage page = events.getSessionEvents(session.getId().toString(), null, 100, null, null);
        return List.of(
                task.getResult(),
                String.join(" ", page.getItems().stream().map(Event::getType).toList()),
                session.getState().getValue(),
                conversation(name),
                statusOfAnUnknownAgent());
    }

    private Task done(Task added) throws ApiException {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> tasks.getTask(added.getId()).getState() == TaskState.DONE);
        return tasks.getTask(added.getId());
    }

    private String conversation(String agent) throws ApiException {
        UUID session = sessions.startSession(agent, new NewSession().prompt("What is in this directory?"), key())
                .getId();
        sessions.sendMessage(session, new NewMessage().text("And how large is it?"), key());
        sessions.stopSession(session, key());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> sessions.getSession(session).getEndedAt() != null);
        return sessions.getSession(session).getState().getValue();
    }

    /** An Idempotency-Key, with which the request could be repeated. */
    private static String key() {
        return UUID.randomUUID().toString();
    }

    private String statusOfAnUnknownAgent() {
        try {
            return agents.getAgent("nobody").getName();
        } catch (ApiException e) {
            return Integer.toString(e.getCode());
        }
    }
}
