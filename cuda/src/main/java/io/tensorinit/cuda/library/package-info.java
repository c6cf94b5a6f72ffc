/**
 * What a machine has: the driver and its devices, NVIDIA's other libraries, and JCuda's native
 * ones, each looked for when it is first asked for, and loaded from a folder of the user's own. A
 * library that is missing is no failure; who asks for it gets the reason.
 */
@NullMarked
package io.tensorinit.cuda.library;

import org.jspecify.annotations.NullMarked;
