/** JSON values as bytes ({@link dev.yardmaster.json.JsonSlice}) and as trees ({@link dev.yardmaster.json.Json}); numbers keep all their digits. */
@NullMarked
package dev.yardmaster.json;

import org.jspecify.annotations.NullMarked;
