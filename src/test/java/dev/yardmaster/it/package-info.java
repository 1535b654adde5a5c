/** Tests of the packaged application: the jar with its launcher, or the native executable. */
package dev.yardmaster.it;
