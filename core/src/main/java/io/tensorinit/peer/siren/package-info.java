/**
 * SIREN: networks of sines, whose first layer and whose others have laws of their own.
 *
 * <p>Source: V. Sitzmann, J. Martel, A. Bergman, D. Lindell, G. Wetzstein (2020), Implicit neural
 * representations with periodic activation functions; {@code modules.py} of vsitzmann/siren.
 */
@NullMarked
package io.tensorinit.peer.siren;

import org.jspecify.annotations.NullMarked;
