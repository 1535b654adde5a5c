/** The bytes in which events are stored and sent: each event is encoded once, as a frame, and slices of frames are passed on. */
@NullMarked
package dev.yardmaster.session.frame;

import org.jspecify.annotations.NullMarked;
