/** Threads that share the tasks of a job. No value depends on how many there are. */
@NullMarked
package io.tensorinit.cpu.threads;

import org.jspecify.annotations.NullMarked;
