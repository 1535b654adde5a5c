package dev.yardmaster.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request to the API.
 *
 * @param method the HTTP method
 * @param path the path below the address of the service, such as {@code /api/agents}; its parts are encoded
 * @param query the parameters in order; a name can occur several times
 * @param body the JSON body, if the route takes one
 */
public record Call(String method, String path, List<Map.Entry<String, String>> query, Optional<JsonNode> body) {
    public static Call get(String path) {
        return new Call("GET", path, List.of(), Optional.empty());
    }

    public static Call of(String method, String path) {
        return new Call(method, path, List.of(), Optional.empty());
    }

    /** The same call with one more parameter. */
    public Call with(String name, String value) {
        List<Map.Entry<String, String>> all = new ArrayList<>(query);
        all.add(Map.entry(name, value));
        return new Call(method, path, List.copyOf(all), body);
    }

    /** The same call with a body. */
    public Call withBody(JsonNode json) {
        return new Call(method, path, query, Optional.of(json));
    }

    /** A part of a path or a query in the form that a URL needs. */
    public static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The URL below an address, which can have a path itself if a proxy adds one. */
    URI uri(URI address) {
        String base = address.toString().replaceAll("/+$", "");
        String parameters = query.stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(base + path + (parameters.isEmpty() ? "" : "?" + parameters));
    }
}
