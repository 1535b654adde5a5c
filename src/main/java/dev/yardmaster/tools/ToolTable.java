package dev.yardmaster.tools;

import dev.yardmaster.agent.Role;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * All tools: which roles have them, what they take, and what handles them. Only {@link PlanningToolTable} and {@link CrewToolTable}, its two
 * parts, name them.
 */
@Singleton
class ToolTable {
    private final List<Tool> tools;

    ToolTable(
            TaskTools tasks,
            PlanTools plans,
            WorkTools work,
            DiscoveryTools discoveries,
            SubscriptionTools subscriptions,
            MailTools mail,
            AgentTools agents,
            ReviewTools reviews,
            AskTools questions) {
        tools = Stream.of(
                        PlanningToolTable.reading(tasks),
                        PlanningToolTable.changing(tasks),
                        PlanningToolTable.plans(plans, subscriptions),
                        CrewToolTable.work(work, discoveries),
                        CrewToolTable.mail(mail),
                        CrewToolTable.agents(agents),
                        CrewToolTable.reviews(reviews),
                        CrewToolTable.asking(questions))
                .flatMap(List::stream)
                .toList();
    }

    List<Tool> all() {
        return tools;
    }

    List<Tool> of(Role role) {
        return tools.stream().filter(tool -> tool.roles().contains(role)).toList();
    }
}
