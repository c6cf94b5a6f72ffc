/** Chunks of a region: evaluated, rounded once, and put where the destination wants them. */
@NullMarked
package io.tensorinit.cpu.store;

import org.jspecify.annotations.NullMarked;
