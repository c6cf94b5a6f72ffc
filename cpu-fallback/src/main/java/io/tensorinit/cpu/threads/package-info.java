/** Threads that share the tasks of a job. No value depends on how many there are. */
package io.tensorinit.cpu.threads;
