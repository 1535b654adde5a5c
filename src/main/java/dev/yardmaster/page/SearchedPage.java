package dev.yardmaster.page;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The SQL of the ids of one page of those rows that match a search. To look through the list in its order is fast if many rows match, and to
 * look up all matches in the index of the search is fast if few do. The database can't know which it is: it estimates each uncommon word to be
 * in 5,000 of a million texts. So this query looks through the beginning of the list first. Only if it has not found a whole page there, it
 * looks up all matches.
 *
 * @param page the page without the search
 * @param index the table with the index of the search; its column {@code <table>} has the id
 * @param matches the condition of the search
 */
public record SearchedPage(PageQuery page, String index, String matches) {
    private static final int LOOKED_THROUGH = 30;
    private static final int LOOKED_THROUGH_PER_BRANCH = 10;

    /** Selects the same columns as {@link PageQuery#sql}. */
    public String sql() {
        List<String> branches = page.branches();
        int window = page.limit() * Math.max(LOOKED_THROUGH_PER_BRANCH, LOOKED_THROUGH / branches.size());
        String id = page.table() + ".id";
        // OFFSET 0 keeps the database from looking up all matches here.
        String looked = IntStream.range(0, branches.size())
                .mapToObj(branch -> "SELECT " + branch + " AS branch, EXISTS (SELECT FROM " + index + " WHERE " + index
                        + "."
                        + page.table() + " = candidate.id AND " + matches + " OFFSET 0) AS hit, candidate.* FROM "
                        + page.branch(branches.get(branch), window) + " candidate")
                .collect(Collectors.joining("\nUNION ALL "));
        String any = branches.stream().collect(Collectors.joining(" OR ", "(", ")"));
        String all = page.rows(any + " AND " + id + " = ANY (ARRAY(SELECT " + index + "." + page.table() + " FROM "
                + index + " WHERE " + matches + " AND (SELECT unfinished FROM looked)))");
        return "WITH candidates AS MATERIALIZED (" + looked
                + "),\nlooked AS MATERIALIZED (SELECT coalesce(bool_or(cut), false) AS unfinished"
                + " FROM (SELECT count(*) = " + window + " AND count(*) FILTER (WHERE hit) < " + page.limit()
                + " AS cut FROM candidates GROUP BY branch) each)\nSELECT * FROM (SELECT " + columns()
                + " FROM candidates WHERE hit AND NOT (SELECT unfinished FROM looked)\nUNION ALL " + all
                + ") merged ORDER BY "
                + page.order("") + PageQuery.limited(page.limit());
    }

    private String columns() {
        return page.order().key().isPresent() ? "id, key" : "id";
    }
}
