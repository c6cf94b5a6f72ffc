/**
 * Strict JSON. The only package that sees the JSON library; not exported.
 *
 * <p>A document is a tree of {@code Map<String, Object>} (in the order written), {@code
 * List<Object>}, {@code String}, {@code Boolean}, {@code null}, {@code Long} or {@code BigInteger}
 * (integers as written, never through a double) and {@code Double} (whatever has a fraction or an
 * exponent).
 */
@NullMarked
package io.tensorinit.json;

import org.jspecify.annotations.NullMarked;
