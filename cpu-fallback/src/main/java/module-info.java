/** The backend in pure Java, found as a {@link io.tensorinit.backend.BackendProvider}. */
module io.tensorinit.cpu {
  requires io.tensorinit;
  requires static org.jspecify;

  provides io.tensorinit.backend.BackendProvider with
      io.tensorinit.cpu.CpuBackendProvider;
}
