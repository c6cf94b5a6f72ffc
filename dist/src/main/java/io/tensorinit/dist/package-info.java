/** What goes into the archive and the packages of the command besides its jars. */
@NullMarked
package io.tensorinit.dist;

import org.jspecify.annotations.NullMarked;
