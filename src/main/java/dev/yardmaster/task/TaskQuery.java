package dev.yardmaster.task;

import dev.yardmaster.page.Conditions;
import dev.yardmaster.page.IdPrefix;
import dev.yardmaster.page.NamedThings;
import dev.yardmaster.page.NamedThings.Named;
import dev.yardmaster.page.PageQuery;
import dev.yardmaster.page.SearchedPage;
import dev.yardmaster.page.SortOrder;
import dev.yardmaster.page.TimeRange;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The query for one page of a list of tasks. Throws {@code invalid_request} or {@code invalid_cursor}. */
final class TaskQuery {
    private final Conditions where = new Conditions();
    private final StringBuilder joins = new StringBuilder();
    // Columns with the id of the task. The database does not know that a bound of one is a bound of all.
    private final List<String> idColumns = new ArrayList<>(List.of("task.id"));
    private final TaskFilter filter;
    private final SortOrder<Task> order;
    private final Named agent;
    private final Named project;
    private final Named plan;
    private final String sql;

    /** @param columns the columns of a task */
    TaskQuery(TaskFilter filter, int limit, String columns) {
        this.filter = filter;
        this.order = filter.order();
        this.agent = new Named("agent", filter.agent());
        this.project = new Named("project", filter.project());
        this.plan = new Named("plan", filter.plan());
        String named = NamedThings.with(where, agent, project, plan);
        addJoins();
        addConditions();
        var page = new PageQuery("task", joins.toString(), where, branches(), order, limit);
        String ids = filter.words()
                .map(words -> "task_search.words @@ search_query(" + where.value(words) + ")")
                .map(matches -> new SearchedPage(page, "task_search", matches).sql())
                .orElseGet(page::sql);
        this.sql = named + "SELECT" + columns + "FROM (" + ids + ") page JOIN task ON task.id = page.id ORDER BY "
                + page.order("page.");
    }

    String sql() {
        return sql;
    }

    Tuple values() {
        return where.values();
    }

    private void addJoins() {
        for (String tag : filter.tags()) {
            String alias = "tag" + idColumns.size();
            joins.append(" JOIN task_tag ")
                    .append(alias)
                    .append(" ON ")
                    .append(alias)
                    .append(".task = task.id");
            String value = where.value(tag);
            where.add(alias + ".tag = " + value);
            if (order.key().isEmpty()) {
                where.add(startOf(value));
            }
            idColumns.add(alias + ".task");
        }
    }

    /** The list starts at the first task of a tag. Without this bound the database may look for that task among all tasks. */
    private String startOf(String tag) {
        String from = "(SELECT task FROM task_tag WHERE tag = " + tag + " ORDER BY task ";
        return order.descending() ? "task.id <= " + from + "DESC LIMIT 1)" : "task.id >= " + from + "LIMIT 1)";
    }

    private void addConditions() {
        filter.after().ifPresent(cursor -> order.after(cursor, "task", idColumns, where));
        IdPrefix.on(filter.id(), idColumns, where);
        project.on("task.project", where);
        plan.on("task.plan", where);
        where.add(filter.provider(), "task.provider = $?").add(filter.model(), "task.model = $?");
        TimeRange created = filter.created();
        created.on("task.created_at", where);
        created.boundIds(idColumns, where);
        TimeRange ended = filter.ended();
        ended.on("task.ended_at", where);
        ended.createdBeforeEnd(idColumns, where);
        order.key()
                .filter(key -> key.column().equals("ended_at"))
                .ifPresent(_ -> where.add("task.ended_at IS NOT NULL"));
    }

    /** One branch per state, because each index of the lists begins with the state; except for the list of all tasks in the order of ids. */
    private List<String> branches() {
        List<String> byState = statesToMerge().stream()
                .map(state -> "task.state = " + where.value(state.value()))
                .toList();
        List<String> byAgent = filter.agent().isEmpty()
                ? List.of()
                : List.of(
                        "task.reserved_for = " + agent.id(),
                        "task.assignee = " + agent.id() + " AND task.reserved_for IS DISTINCT FROM " + agent.id());
        return combined(combined(List.of("true"), byState), byAgent);
    }

    private List<TaskState> statesToMerge() {
        List<TaskState> states = filter.states();
        boolean needsIndexWithState = order.key().isPresent()
                || filter.agent().isPresent()
                || filter.project().isPresent()
                || filter.plan().isPresent()
                || !filter.ended().isEmpty();
        return states.isEmpty() && needsIndexWithState ? Arrays.asList(TaskState.values()) : states;
    }

    private static List<String> combined(List<String> some, List<String> others) {
        return others.isEmpty()
                ? some
                : some.stream()
                        .flatMap(one -> others.stream().map(other -> one + " AND " + other))
                        .toList();
    }
}
