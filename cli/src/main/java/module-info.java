/**
 * The command {@code tensorinit}. It uses what the library exports; the backends are found when it
 * runs.
 */
// j2html has no module descriptor.
@SuppressWarnings("requires-automatic")
module io.tensorinit.cli {
  requires com.j2html;
  requires info.picocli;
  requires io.tensorinit;
  requires me.tongfei.progressbar;
  requires static org.jspecify;
}
