/**
 * The memory of one context: device memory that is kept for the next fill, pinned memory on its way
 * there and back, the tables of distributions, and the workspace of a fill; and where elements lie
 * in it. Nothing here knows what a fill launches.
 */
@NullMarked
package io.tensorinit.cuda.memory;

import org.jspecify.annotations.NullMarked;
