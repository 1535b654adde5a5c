/** The OpenAPI document of the HTTP API, and the answers to requests with other methods than it lists. */
@NullMarked
package dev.yardmaster.openapi;

import org.jspecify.annotations.NullMarked;
