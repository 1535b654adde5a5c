/** The database: an embedded PostgreSQL for users who don't provide one, and notifications. */
@NullMarked
package dev.yardmaster.database;

import org.jspecify.annotations.NullMarked;
