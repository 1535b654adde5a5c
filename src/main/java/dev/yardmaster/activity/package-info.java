/** The activity: who did what, when, to which thing. */
@NullMarked
package dev.yardmaster.activity;

import org.jspecify.annotations.NullMarked;
