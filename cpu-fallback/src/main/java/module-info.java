/** The backend in pure Java, found as a {@link io.tensorinit.spi.BackendProvider}. */
module io.tensorinit.cpu {
  requires io.tensorinit;

  provides io.tensorinit.spi.BackendProvider with
      io.tensorinit.cpu.CpuBackendProvider;
}
