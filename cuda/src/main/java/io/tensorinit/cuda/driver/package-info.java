/**
 * The thin layer over the CUDA driver: one method a call, pointers and handles as plain 64-bit
 * numbers, every status checked. Tests put an interpreter of PTX, or a driver that fails on
 * purpose, in its place.
 */
@NullMarked
package io.tensorinit.cuda.driver;

import org.jspecify.annotations.NullMarked;
