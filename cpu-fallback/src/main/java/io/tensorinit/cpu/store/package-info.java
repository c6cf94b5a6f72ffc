/** Chunks of a region: evaluated, rounded once, and put where the destination wants them. */
package io.tensorinit.cpu.store;
