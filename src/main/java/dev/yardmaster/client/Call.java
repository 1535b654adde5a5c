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
 * @param repeatable whether the call can be sent again if the connection breaks before the answer
 */
public record Call(
        String method,
        String path,
        List<Map.Entry<String, String>> query,
        Optional<JsonNode> body,
        boolean repeatable) {
    public static Call get(String path) {
        return of("GET", path);
    }

    /** A call without parameters and body. A PATCH or DELETE that has taken effect could report a wrong error if it were repeated. */
    public static Call of(String method, String path) {
        boolean repeatable = !method.equals("PATCH") && !method.equals("DELETE");
        return new Call(method, path, List.of(), Optional.empty(), repeatable);
    }

    /** The same call with another path. */
    public Call withPath(String other) {
        return new Call(method, other, query, body, repeatable);
    }

    /** The same call, which is sent only once: the service accepts no {@code Idempotency-Key} for it. */
    public Call once() {
        return new Call(method, path, query, body, false);
    }

    /** The same call with one more parameter. */
    public Call with(String name, String value) {
        List<Map.Entry<String, String>> all = new ArrayList<>(query);
        all.add(Map.entry(name, value));
        return new Call(method, path, List.copyOf(all), body, repeatable);
    }

    /** The same call with a body. */
    public Call withBody(JsonNode json) {
        return new Call(method, path, query, Optional.of(json), repeatable);
    }

    /**
     * A part of a path in the form that a URL needs. Throws {@link ClientException} for a text that would lead to another path.
     *
     * @param name the name or the id of a thing
     */
    public static String part(String name) {
        if (name.isBlank() || name.equals(".") || name.equals("..")) {
            throw new ClientException(
                    ClientException.Kind.USAGE,
                    "'" + name + "' is neither a name nor an id. Give the name or the id of a thing.");
        }
        return encoded(name);
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
