package io.tensorinit.cuda.testkit;

import io.tensorinit.cuda.driver.BlasLibrary;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.RandomLibrary;
import io.tensorinit.cuda.driver.SolverLibrary;
import java.util.EnumSet;
import java.util.Set;

/** Some of NVIDIA's libraries, as textbooks write them, on the interpreter's memory. */
public final class FakeLibraries extends NoLibraries {
  private final Set<Library> found;
  private final FakeCurand.Libraries curand;
  private final ReferenceSolver solver;
  private final ReferenceBlas blas;

  private FakeLibraries(PtxDriver driver, Set<Library> found) {
    this.found = found;
    this.curand = new FakeCurand.Libraries(driver);
    this.solver = new ReferenceSolver(driver);
    this.blas = new ReferenceBlas(driver);
  }

  /** All of them. */
  public static FakeLibraries of(PtxDriver driver) {
    return of(driver, EnumSet.allOf(Library.class));
  }

  /** Some of them. */
  public static FakeLibraries of(PtxDriver driver, Set<Library> found) {
    return new FakeLibraries(driver, found);
  }

  /** cuSOLVER, whether the backend finds it or not. */
  public ReferenceSolver reference() {
    return solver;
  }

  @Override
  public Presence find(Library library) {
    if (!found.contains(library)) {
      return super.find(library);
    }
    return library == Library.CURAND
        ? curand.find(library)
        : new Presence(library, true, "as in a textbook");
  }

  @Override
  public RandomLibrary random() {
    return found.contains(Library.CURAND) ? curand.random() : super.random();
  }

  @Override
  public SolverLibrary solver() {
    return found.contains(Library.CUSOLVER) ? solver : super.solver();
  }

  @Override
  public BlasLibrary blas() {
    return found.contains(Library.CUBLAS) ? blas : super.blas();
  }
}
