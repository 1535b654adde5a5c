/** Access control: tokens, hosts and origins. */
@NullMarked
package dev.yardmaster.security;

import org.jspecify.annotations.NullMarked;
