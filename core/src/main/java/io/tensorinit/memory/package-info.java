/** Where filled elements go in host memory or in a file. */
package io.tensorinit.memory;
