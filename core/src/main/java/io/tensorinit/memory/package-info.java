/**
 * Where filled elements go in host memory, in a device's or in a file: a {@link
 * io.tensorinit.memory.Destination} of some layout and byte order.
 */
@NullMarked
package io.tensorinit.memory;

import org.jspecify.annotations.NullMarked;
