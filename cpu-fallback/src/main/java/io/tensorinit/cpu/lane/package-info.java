/** Lanes: several ways to the same bits, of which the faster one serves. */
@NullMarked
package io.tensorinit.cpu.lane;

import org.jspecify.annotations.NullMarked;
