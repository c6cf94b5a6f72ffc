/**
 * Whether fills look like what they promise. Seeds are 1, 2, 3 as they come; every p-value is held
 * against {@link io.tensorinit.cpu.statistics.FalseAlarms#ALPHA}, and nothing is run again.
 */
package io.tensorinit.cpu.statistics;
