/**
 * A driver that interprets the kernels' PTX, and stand-ins of NVIDIA's libraries over it, for the
 * tests of the packages that call them.
 */
package io.tensorinit.cuda.testkit;
