/** Merges finished work with git: the squash commit, the test of exactly that commit, and the step of the base branch to it. Knows no database. */
@NullMarked
package dev.yardmaster.merge;

import org.jspecify.annotations.NullMarked;
