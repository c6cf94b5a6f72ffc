/**
 * What a backend implements. A provider is found through {@link java.util.ServiceLoader}, says
 * whether its device can be used, and opens a {@link io.tensorinit.backend.Backend} that fills
 * memory from plans.
 */
@NullMarked
package io.tensorinit.backend;

import org.jspecify.annotations.NullMarked;
