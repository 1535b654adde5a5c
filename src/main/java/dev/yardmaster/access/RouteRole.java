package dev.yardmaster.access;

/**
 * The role that a route requires.
 *
 * @param method the HTTP method
 * @param path the path, with variables in braces
 */
public record RouteRole(String method, String path, AccessRole role) {}
