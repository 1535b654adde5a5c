/** The database: an embedded PostgreSQL when the user brings none, and the migrations. */
@NullMarked
package dev.yardmaster.database;

import org.jspecify.annotations.NullMarked;
