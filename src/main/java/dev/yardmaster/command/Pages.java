package dev.yardmaster.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import java.util.ArrayList;
import java.util.List;

/** Reads lists, which the service gives in pages. */
public final class Pages {
    private Pages() {}

    /**
     * The items of one page.
     *
     * @param list the field of the answer with the items
     */
    public static List<JsonNode> first(ApiClient client, Call call, String list) throws InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        add(client, client.send(call), list, items);
        return items;
    }

    /** The items of all pages. The parameters are those of {@link #first}. */
    public static List<JsonNode> all(ApiClient client, Call call, String list) throws InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        JsonNode page = client.send(call);
        add(client, page, list, items);
        while (page.path("next").isTextual()) {
            page = client.send(call.with("after", page.path("next").asText()));
            add(client, page, list, items);
        }
        return items;
    }

    private static void add(ApiClient client, JsonNode page, String list, List<JsonNode> items) {
        if (!page.path(list).isArray()) {
            throw client.noYardmaster();
        }
        page.path(list).forEach(items::add);
    }
}
